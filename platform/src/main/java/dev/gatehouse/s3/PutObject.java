package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.PutObjectOutput;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/** PutObject. */
final class PutObject {
    private static final byte[] EMPTY = {};

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final Clock clock;

    PutObject(BucketCatalog buckets, ObjectCatalog objects, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
    }

    PutObjectOutput handle(RequestContext context, PutObjectRequest input) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        Acls.refuse(input);
        WriteConditions conditions = WriteConditions.of(input);
        byte[] body = Objects.requireNonNullElse(input.body(), EMPTY);
        Checksums.verifyMd5(body, input.contentMD5());
        Map<String, String> checksums = Checksums.verify(body, input, input.checksumAlgorithm());
        StoredObject object =
                new StoredObject(
                        input.key(),
                        objects.blobs().put(body),
                        body.length,
                        Checksums.eTag(body),
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        ObjectHeaders.of(input),
                        checksums,
                        Version.FIRST);
        StoredObject put = objects.put(input.bucket(), object, conditions);
        PutObjectOutput answer =
                PutObjectOutput.builder()
                        .eTag(object.eTag())
                        .versionId(put.version().named())
                        .serverSideEncryption(settings.encryption().algorithm())
                        .build();
        return new PutObjectOutput(
                Members.added(answer, Checksums.typedMembers(object.checksums())));
    }
}
