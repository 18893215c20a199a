package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertNotImplemented;
import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What S3 can and this node cannot, rejected by its name. */
@Tag("node")
final class S3RejectionsTest {
    private static final String BUCKET = "rejections";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void rejectsSumsThatAreNoneOrNotTheContents() {
        assertRejected("InvalidDigest", () -> put(r -> r.contentMD5("AAAA")));
        assertRejected("BadDigest", () -> put(r -> r.contentMD5("AAAAAAAAAAAAAAAAAAAAAA==")));
        assertRejected("InvalidRequest", () -> put(r -> r.checksumSHA1("AAAA")));
        assertRejected("BadDigest", () -> put(r -> r.checksumCRC32("AAAAAA==")));
        assertRejected(
                "InvalidRequest",
                () -> put(r -> r.checksumCRC32("jNwWgw==").checksumCRC32C("AAAAAA==")));
        put(r -> r.checksumCRC32("jNwWgw=="));
    }

    @Test
    void keysAndMetadataHaveTheirLimits() {
        assertRejected("KeyTooLongError", () -> put(r -> r.key("\u00e9".repeat(513))));
        put(r -> r.key("\u00e9".repeat(512)));
        assertNotImplemented("U+0000", () -> put(r -> r.key("a\0b")));
        assertRejected(
                "MetadataTooLarge", () -> put(r -> r.metadata(Map.of("a", "x".repeat(2_048)))));
    }

    @Test
    void readsNoMoreElementsThanTheLongestRequestHas() {
        assertRejected("BadRequest", () -> tag(33_000));
        assertRejected("MalformedXML", () -> tag(34_000));
    }

    private void tag(int count) {
        s3.putBucketTagging(
                r ->
                        r.bucket(BUCKET)
                                .tagging(
                                        tags ->
                                                tags.tagSet(
                                                        IntStream.range(0, count)
                                                                .mapToObj(S3RejectionsTest::tagOf)
                                                                .toList())));
    }

    private static software.amazon.awssdk.services.s3.model.Tag tagOf(int number) {
        return software.amazon.awssdk.services.s3.model.Tag.builder()
                .key("k" + number)
                .value("v")
                .build();
    }

    @Test
    void saysWhatIsWrongWithTheCredentialOfAUrl() throws Exception {
        String expected =
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed;"
                        + " expecting &quot;&lt;YOUR-AKID&gt;/YYYYMMDD/REGION/SERVICE/aws4_request"
                        + "&quot;.";
        for (String credential : new String[] {"test", "test%2520", "test/20260101/us-east-1"}) {
            assertThat(presigned(credential))
                    .contains("<Code>AuthorizationQueryParametersError</Code>")
                    .satisfies(
                            body ->
                                    assertThat(body.replace("\"", "&quot;").replace(">.", "&gt;."))
                                            .contains(expected))
                    .doesNotContain("MalformedCredential");
        }
        assertThat(presigned("test/20251231/us-east-1/s3/aws4_request"))
                .contains("<Code>AuthorizationQueryParametersError</Code>")
                .contains("Error parsing the X-Amz-Credential parameter; ")
                .doesNotContain("<Presigned>");
    }

    private String presigned(String credential) throws Exception {
        URI node = s3.serviceClientConfiguration().endpointOverride().orElseThrow();
        URI url =
                node.resolve(
                        "/"
                                + BUCKET
                                + "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z"
                                + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                                + "&X-Amz-Credential="
                                + credential);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private void put(Consumer<PutObjectRequest.Builder> more) {
        s3.putObject(r -> more.accept(r.bucket(BUCKET).key("sums")), RequestBody.fromString("x"));
    }

    @Test
    void rejectsByNameWhatItWouldHaveToForget() {
        FIXTURE.put("plain", "x");

        assertNotImplemented(
                "x-amz-server-side-encryption-customer-algorithm",
                () ->
                        s3.getObjectAsBytes(
                                r -> r.bucket(BUCKET).key("plain").sseCustomerAlgorithm("AES256")));
        assertNotImplemented(
                "x-amz-object-lock-mode",
                () ->
                        s3.createMultipartUpload(
                                r -> r.bucket(BUCKET).key("locked").objectLockMode("COMPLIANCE")));
        assertNotImplemented(
                "If-Match", () -> s3.deleteObject(r -> r.bucket(BUCKET).key("plain").ifMatch("*")));
        // The response to HEAD has no body to name anything in.
        assertNotImplemented(
                "Not Implemented",
                () -> s3.headObject(r -> r.bucket(BUCKET).key("plain").partNumber(1)));
        assertRejected(
                "AccessControlListNotSupported",
                () -> s3.createBucket(r -> r.bucket("granted").grantWriteACP("id=1")));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("plain")).contentLength()).isEqualTo(1);
    }
}
