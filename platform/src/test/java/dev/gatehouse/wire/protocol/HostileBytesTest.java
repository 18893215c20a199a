package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.CborReader;
import dev.gatehouse.wire.format.CborWriter;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, a decoder answers with an input or with AWS's rejection, nothing else. */
@Tag("unit")
@net.jqwik.api.Tag("unit")
class HostileBytesTest {
    private static final OperationModel PUT_METRIC_DATA =
            Objects.requireNonNull(ServiceModel.load("cloudwatch").operation("PutMetricData"));

    private record Target(Protocol protocol, OperationModel operation) {}

    private static final List<Target> TARGETS =
            List.of(
                    new Target(RestJsonProtocol.INSTANCE, Lambda.CREATE_FUNCTION.model()),
                    new Target(AwsJsonProtocol.VERSION_1_1, Logs.PUT_LOG_EVENTS.model()),
                    new Target(AwsQueryProtocol.INSTANCE, Iam.CREATE_ROLE.model()),
                    new Target(RestXmlProtocol.INSTANCE, S3.CREATE_BUCKET.model()),
                    new Target(CborProtocol.INSTANCE, PUT_METRIC_DATA));

    @Property(tries = 500)
    void randomBytesAreReadOrRejected(@ForAll byte[] body) {
        decodeWithAll(body);
    }

    @Property(tries = 1000)
    void brokenMessagesAreReadOrRejected(@ForAll("fragments") List<String> fragments) {
        decodeWithAll(String.join("", fragments).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<String>> fragments() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "null",
                        "1e999",
                        "-",
                        "\"FunctionName\"",
                        "\"Environment\"",
                        "\\u00",
                        "<",
                        ">",
                        "</",
                        "a",
                        "&#x",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "Tags.member.1",
                        "=",
                        "&",
                        "%",
                        "%e",
                        ".",
                        "\u00ff",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(40);
    }

    private static void decodeWithAll(byte[] body) {
        WireRequest request =
                new WireRequest("POST", "/bucket", "", Headers.NONE, body, "127.0.0.1");
        for (Target target : TARGETS) {
            try {
                assertThat(target.protocol().decode(target.operation(), request)).isNotNull();
            } catch (ServiceException rejection) {
                assertThat(rejection.status()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bf",
                "a1",
                "a161",
                "9b7fffffffffffffff",
                "bb7fffffffffffffff",
                "5b7fffffffffffffff",
                "7affffffff61",
                "a1f6f6",
                "ff",
                "c1",
                "c16161",
                "fc",
                "1c",
                "62c328",
                "a1614100",
                "5f4161"
            })
    void brokenCborIsRejectedWithoutBelievingItsLengths(String hex) {
        WireRequest request =
                new WireRequest(
                        "POST", "/", "", Headers.NONE, HexFormat.of().parseHex(hex), "127.0.0.1");

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> CborProtocol.INSTANCE.decode(PUT_METRIC_DATA, request));
    }

    @Property(tries = 200)
    void treesSurviveCbor(@ForAll("trees") Map<String, Object> tree) {
        assertThat(CborReader.read(CborWriter.write(tree))).isEqualTo(tree);
    }

    @Property(tries = 200)
    void treesSurviveJson(@ForAll("trees") Map<String, Object> tree) {
        assertThat(String.valueOf(JsonTree.read(JsonWriter.writeTree(tree))))
                .isEqualTo(tree.toString());
    }

    @Provide
    Arbitrary<Map<String, Object>> trees() {
        Arbitrary<String> texts = Arbitraries.strings().alpha().numeric().ofMaxLength(70);
        Arbitrary<Object> leaves =
                Arbitraries.oneOf(
                        texts.map(text -> (Object) text),
                        Arbitraries.longs().map(number -> (Object) number),
                        Arbitraries.of(true, false).map(bool -> (Object) bool));
        Arbitrary<Object> values =
                Arbitraries.lazyOf(
                        () -> leaves,
                        () -> leaves.list().ofMaxSize(30).map(list -> (Object) list),
                        () ->
                                Arbitraries.maps(texts, leaves)
                                        .ofMaxSize(5)
                                        .map(map -> (Object) map));
        return Arbitraries.maps(texts, values).ofMaxSize(30);
    }
}
