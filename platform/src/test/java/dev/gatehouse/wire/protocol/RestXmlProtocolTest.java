package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.s3.CreateBucketRequest;
import dev.gatehouse.aws.s3.Delete;
import dev.gatehouse.aws.s3.GetBucketLocationOutput;
import dev.gatehouse.aws.s3.ObjectIdentifier;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class RestXmlProtocolTest {
    private final Protocol protocol = RestXmlProtocol.INSTANCE;

    @Test
    void flattenedListsAreReadFromRepeatedElements() {
        Delete delete =
                S3.DELETE_OBJECTS
                        .input(
                                protocol.decode(
                                        S3.DELETE_OBJECTS.model(),
                                        Requests.request(
                                                "POST",
                                                "/bucket?delete",
                                                "<Delete><Object><Key>a</Key></Object>"
                                                        + "<Object><Key>b&amp;c</Key></Object>"
                                                        + "<Quiet>true</Quiet></Delete>")))
                        .delete();

        assertThat(delete.objects()).extracting(ObjectIdentifier::key).containsExactly("a", "b&c");
        assertThat(delete.quiet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<CreateBucketConfiguration>",
                "not xml",
                "<a></b>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>",
                "<a>&undeclared;</a>"
            })
    void brokenOrHostileXmlIsRejected(String body) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> createBucket(body))
                .matches(rejection -> rejection.code().equals("MalformedXML"));
    }

    @Test
    void anElementThatNothingWouldReadIsRejectedByName() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () ->
                                createBucket(
                                        "<CreateBucketConfiguration><Colour>red</Colour>"
                                                + "</CreateBucketConfiguration>"))
                .withMessage("Unrecognized element Colour of CreateBucketConfiguration")
                .matches(rejection -> rejection.code().equals("MalformedXML"));
    }

    @Test
    void endlessNestingIsRejected() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> createBucket("<a>".repeat(100_000)));
    }

    @Test
    void theLocationOfABucketIsTheTextOfTheRoot() {
        WireResponse response =
                protocol.encode(
                        S3.GET_BUCKET_LOCATION.model(),
                        GetBucketLocationOutput.builder()
                                .locationConstraint("eu-west-1")
                                .build()
                                .data(),
                        RequestId.next());

        assertThat(Requests.text(response))
                .endsWith(
                        "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + "eu-west-1</LocationConstraint>");
    }

    @Test
    void anErrorIsOneElementWithItsDetails() {
        WireResponse response =
                protocol.encodeError(
                        S3.MODEL,
                        new ServiceException("NoSuchKey", 404, "no", Map.of("Key", "a<b")),
                        new RequestId("id-1"));

        assertThat(Requests.text(response))
                .endsWith(
                        "<Error><Code>NoSuchKey</Code><Message>no</Message><Key>a&lt;b</Key>"
                                + "<RequestId>id-1</RequestId></Error>");
    }

    private CreateBucketRequest createBucket(String body) {
        return S3.CREATE_BUCKET.input(
                protocol.decode(
                        S3.CREATE_BUCKET.model(), Requests.request("PUT", "/bucket", body)));
    }
}
