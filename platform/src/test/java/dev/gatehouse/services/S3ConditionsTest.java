package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertNotImplemented;
import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads and writes under conditions. */
@Tag("node")
final class S3ConditionsTest {
    private static final String BUCKET = "conditions";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void readsUnderTheConditionsOfMoments() {
        FIXTURE.put("dated", "x");
        Instant stored = s3.headObject(r -> r.bucket(BUCKET).key("dated")).lastModified();

        assertThatThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        r -> r.bucket(BUCKET).key("dated").ifModifiedSince(stored)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(304);
                            assertThat(
                                            e.awsErrorDetails()
                                                    .sdkHttpResponse()
                                                    .firstMatchingHeader("ETag"))
                                    .isPresent();
                        });
        assertThatThrownBy(
                        () ->
                                s3.headObject(
                                        r ->
                                                r.bucket(BUCKET)
                                                        .key("dated")
                                                        .ifUnmodifiedSince(stored.minusSeconds(1))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(
                        s3.headObject(
                                        r ->
                                                r.bucket(BUCKET)
                                                        .key("dated")
                                                        .responseContentType("text/csv")
                                                        .ifUnmodifiedSince(stored))
                                .contentType())
                .isEqualTo("text/csv");
    }

    @Test
    void replacesOnlyTheObjectWhoseWholeTagIsNamed() {
        FIXTURE.put("guarded", "hello");
        assertRejected(
                "PreconditionFailed",
                () ->
                        s3.putObject(
                                r -> r.bucket(BUCKET).key("guarded").ifMatch("\"5d41\""),
                                RequestBody.fromString("other")));
        assertRejected(
                "NoSuchKey",
                () ->
                        s3.putObject(
                                r -> r.bucket(BUCKET).key("nothing").ifMatch("\"5d41\""),
                                RequestBody.fromString("other")));
        assertNotImplemented(
                "If-None-Match",
                () ->
                        s3.putObject(
                                r -> r.bucket(BUCKET).key("guarded").ifNoneMatch("\"5d41\""),
                                RequestBody.fromString("other")));
        s3.putObject(
                r ->
                        r.bucket(BUCKET)
                                .key("guarded")
                                .ifMatch("\"5d41402abc4b2a76b9719d911017c592\""),
                RequestBody.fromString("other"));
    }
}
