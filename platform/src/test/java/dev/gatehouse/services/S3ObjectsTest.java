package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 objects, written and read by the AWS SDK for Java. */
@Tag("node")
final class S3ObjectsTest {
    private static final String BUCKET = "objects";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void getsWhatWasPut() {
        FIXTURE.put("code/app one.zip", "hello");

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(
                        r ->
                                r.bucket(BUCKET)
                                        .key("code/app one.zip")
                                        .checksumMode(ChecksumMode.ENABLED));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(got.response().metadata()).isEqualTo(Map.of("who", "me"));
        assertThat(got.response().contentType()).isEqualTo("text/plain");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("code/app one.zip")).contentLength())
                .isEqualTo(5);
    }

    @Test
    void getsARange() {
        FIXTURE.put("range", "0123456789");

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("range").range("bytes=2-4"));

        assertThat(got.asUtf8String()).isEqualTo("234");
        assertThat(got.response().contentRange()).isEqualTo("bytes 2-4/10");
        HeadObjectResponse head =
                s3.headObject(r -> r.bucket(BUCKET).key("range").range("bytes=2-4"));
        assertThat(head.contentLength()).isEqualTo(3);
        assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThatThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        r -> r.bucket(BUCKET).key("range").range("bytes=10-")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    @Test
    void aReadersHeaderStaysOneLine() {
        FIXTURE.put("one-line", "x");
        GetObjectResponse got =
                s3.getObject(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("one-line")
                                                .responseContentDisposition("a\r\nx-evil: 1"))
                        .response();
        assertThat(got.contentDisposition()).isEqualTo("a  x-evil: 1");
        assertThat(got.sdkHttpResponse().firstMatchingHeader("x-evil")).isEmpty();
    }
}
