package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertNotImplemented;
import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Copies of objects, of their older versions and of parts of them. */
@Tag("node")
final class S3CopyTest {
    private static final String BUCKET = "copies";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void copiesWhatAnObjectIsAndSays() {
        FIXTURE.put("a folder/ü+1", "hello");

        CopyObjectResponse copied = copy("a folder/ü+1", "copy");

        assertThat(copied.copyObjectResult().eTag())
                .isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(content("copy")).isEqualTo("hello");
        copySource("/" + BUCKET + "/a%20folder/%C3%BC+1");
        assertThat(content("copied")).isEqualTo("hello");
        // As Terraform does.
        copySource(BUCKET + "%2Fa%20folder%2F%C3%BC%2B1");
        HeadObjectResponse head = s3.headObject(r -> r.bucket(BUCKET).key("copy"));
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.metadata()).isEqualTo(Map.of("who", "me"));
    }

    @Test
    void saysSomethingElseWhenAsked() {
        FIXTURE.put("said", "hello");

        assertRejected("InvalidRequest", () -> copy("said", "said"));
        CopyObjectResponse copied =
                s3.copyObject(
                        r ->
                                r.sourceBucket(BUCKET)
                                        .sourceKey("said")
                                        .destinationBucket(BUCKET)
                                        .destinationKey("said")
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                        .metadataDirective(MetadataDirective.REPLACE)
                                        .metadata(Map.of("who", "you")));

        assertThat(copied.copyObjectResult().checksumSHA256())
                .isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
        HeadObjectResponse head = s3.headObject(r -> r.bucket(BUCKET).key("said"));
        assertThat(head.metadata()).isEqualTo(Map.of("who", "you"));
        assertThat(head.contentType()).isEqualTo("binary/octet-stream");
    }

    @Test
    void bringsBackAnOlderVersion() {
        s3.createBucket(r -> r.bucket("copied-versions"));
        s3.putObject(r -> r.bucket("copied-versions").key("a"), RequestBody.fromString("null"));
        s3.putBucketVersioning(
                r -> r.bucket("copied-versions").versioningConfiguration(v -> v.status("Enabled")));
        String old =
                s3.putObject(
                                r -> r.bucket("copied-versions").key("a"),
                                RequestBody.fromString("old"))
                        .versionId();
        String marker = s3.deleteObject(r -> r.bucket("copied-versions").key("a")).versionId();

        for (String version : List.of("null", old)) {
            CopyObjectResponse copied = copyVersion(version);
            assertThat(copied.copySourceVersionId()).isEqualTo(version);
            assertThat(copied.versionId()).hasSize(32).isNotEqualTo(version);
        }
        assertThat(s3.getObjectAsBytes(r -> r.bucket("copied-versions").key("a")).asUtf8String())
                .isEqualTo("old");
        assertRejected("InvalidRequest", () -> copyVersion(marker));
    }

    @Test
    void copiesUnderConditionsOfTheSourceAndOfTheTarget() {
        FIXTURE.put("source", "hello");
        FIXTURE.put("target", "other");

        assertRejected(
                "PreconditionFailed",
                () ->
                        s3.copyObject(
                                r ->
                                        r.copySource(BUCKET + "/source")
                                                .copySourceIfNoneMatch(
                                                        "5d41402abc4b2a76b9719d911017c592")
                                                .destinationBucket(BUCKET)
                                                .destinationKey("target")));
        assertRejected(
                "PreconditionFailed",
                () ->
                        s3.copyObject(
                                r ->
                                        r.copySource(BUCKET + "/source")
                                                .ifNoneMatch("*")
                                                .destinationBucket(BUCKET)
                                                .destinationKey("target")));
        assertThat(content("target")).isEqualTo("other");
    }

    @Test
    void rejectsASourceThatIsNone() {
        assertRejected("NoSuchKey", () -> copy("none", "copy-of-none"));
        assertRejected("InvalidArgument", () -> copySource("no-key"));
        assertRejected("InvalidArgument", () -> copySource("a/%zz"));
        assertRejected("NoSuchBucket", () -> copySource("no-such-bucket/key"));
        assertNotImplemented(
                "x-amz-copy-source",
                () -> copySource("arn:aws:s3:us-east-1:1:accesspoint/a/object/b"));
    }

    @Test
    void joinsPartsOfOtherObjects() {
        FIXTURE.put("whole", "0123456789");
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("joined")).uploadId();

        UploadPartCopyResponse part = copyPart(id, "bytes=3-5");
        assertRejected("InvalidArgument", () -> copyPart(id, "bytes=3-10"));
        assertRejected("InvalidArgument", () -> copyPart(id, "bytes=3-"));
        s3.completeMultipartUpload(
                r ->
                        r.bucket(BUCKET)
                                .key("joined")
                                .uploadId(id)
                                .multipartUpload(
                                        m ->
                                                m.parts(
                                                        CompletedPart.builder()
                                                                .partNumber(1)
                                                                .eTag(part.copyPartResult().eTag())
                                                                .build())));
        copy("joined", "copy-of-joined");

        assertThat(content("joined")).isEqualTo("345");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("copy-of-joined")).eTag())
                .isEqualTo("\"d81f9c1be2e08964bf9f24b15f0e4900\"");
    }

    private CopyObjectResponse copy(String from, String to) {
        return s3.copyObject(
                r ->
                        r.sourceBucket(BUCKET)
                                .sourceKey(from)
                                .destinationBucket(BUCKET)
                                .destinationKey(to));
    }

    private CopyObjectResponse copyVersion(String version) {
        return s3.copyObject(
                r ->
                        r.sourceBucket("copied-versions")
                                .sourceKey("a")
                                .sourceVersionId(version)
                                .destinationBucket("copied-versions")
                                .destinationKey("a"));
    }

    private void copySource(String source) {
        s3.copyObject(r -> r.copySource(source).destinationBucket(BUCKET).destinationKey("copied"));
    }

    private UploadPartCopyResponse copyPart(String id, String range) {
        return s3.uploadPartCopy(
                r ->
                        r.sourceBucket(BUCKET)
                                .sourceKey("whole")
                                .copySourceRange(range)
                                .destinationBucket(BUCKET)
                                .destinationKey("joined")
                                .uploadId(id)
                                .partNumber(1));
    }

    private String content(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }
}
