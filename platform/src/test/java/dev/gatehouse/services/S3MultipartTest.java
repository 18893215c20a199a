package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Objects uploaded in parts. */
@Tag("node")
final class S3MultipartTest {
    private static final String BUCKET = "multipart";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void joinsTheParts() {
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) 'x');
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("multi")).uploadId();
        String one =
                s3.uploadPart(
                                r -> r.bucket(BUCKET).key("multi").uploadId(id).partNumber(1),
                                RequestBody.fromBytes(large))
                        .eTag();
        String two =
                s3.uploadPart(
                                r -> r.bucket(BUCKET).key("multi").uploadId(id).partNumber(2),
                                RequestBody.fromString("end"))
                        .eTag();

        String tag =
                s3.completeMultipartUpload(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("multi")
                                                .uploadId(id)
                                                .multipartUpload(
                                                        m -> m.parts(part(1, one), part(2, two))))
                        .eTag();

        assertThat(tag).endsWith("-2\"");
        byte[] joined = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("multi")).asByteArrayUnsafe();
        assertThat(joined).hasSize((5 << 20) + 3).endsWith("end".getBytes());
        assertThatThrownBy(
                        () ->
                                s3.abortMultipartUpload(
                                        r -> r.bucket(BUCKET).key("multi").uploadId(id)))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void joinsPartsOnlyWithTheChecksumsTheyCameWith() {
        String id =
                s3.createMultipartUpload(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("summed")
                                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId();
        UploadPartResponse part =
                s3.uploadPart(
                        r ->
                                r.bucket(BUCKET)
                                        .key("summed")
                                        .uploadId(id)
                                        .partNumber(1)
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromString("end"));
        CompletedPart right =
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(part.eTag())
                        .checksumSHA256(part.checksumSHA256())
                        .build();
        CompletedPart wrong = right.toBuilder().checksumSHA256("AAAA").build();

        assertRejected("InvalidPart", () -> complete("summed", id, wrong, 3));
        assertRejected("InvalidRequest", () -> complete("summed", id, right, 4));
        complete("summed", id, right, 3);

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("summed")).contentLength()).isEqualTo(3);
    }

    @Test
    void listsPartsPageByPage() {
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("pages")).uploadId();
        for (int number = 1; number <= 3; number++) {
            int each = number;
            s3.uploadPart(
                    r -> r.bucket(BUCKET).key("pages").uploadId(id).partNumber(each),
                    RequestBody.fromString("x"));
        }

        ListPartsResponse first =
                s3.listParts(r -> r.bucket(BUCKET).key("pages").uploadId(id).maxParts(2));
        ListPartsResponse second =
                s3.listParts(
                        r ->
                                r.bucket(BUCKET)
                                        .key("pages")
                                        .uploadId(id)
                                        .partNumberMarker(first.nextPartNumberMarker()));

        assertThat(first.isTruncated()).isTrue();
        assertThat(second.parts()).extracting(Part::partNumber).containsExactly(3);
    }

    @Test
    void numbersOfPartsHaveTheirBounds() {
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("bounds")).uploadId();
        for (int number : new int[] {-1, 0, 10_001}) {
            assertRejected(
                    "InvalidArgument",
                    () ->
                            s3.uploadPart(
                                    r ->
                                            r.bucket(BUCKET)
                                                    .key("bounds")
                                                    .uploadId(id)
                                                    .partNumber(number),
                                    RequestBody.fromString("x")));
        }
        assertRejected(
                "InvalidArgument",
                () -> s3.listParts(r -> r.bucket(BUCKET).key("bounds").uploadId(id).maxParts(-1)));
    }

    private void complete(String key, String id, CompletedPart part, long size) {
        s3.completeMultipartUpload(
                r ->
                        r.bucket(BUCKET)
                                .key(key)
                                .uploadId(id)
                                .mpuObjectSize(size)
                                .multipartUpload(m -> m.parts(part)));
    }

    private CompletedPart part(int number, String tag) {
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }
}
