package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.PutObjectOutput;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        refuseWhatIsNotThere(input);
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
                        settings.versioned() ? VersionIds.next(clock.now()) : null);
        objects.put(
                input.bucket(),
                object,
                present -> checkConditions(present, input.ifMatch(), input.ifNoneMatch()));
        PutObjectOutput answer =
                PutObjectOutput.builder()
                        .eTag(object.eTag())
                        .versionId(object.versionId())
                        .serverSideEncryption(settings.encryption().algorithm())
                        .build();
        return new PutObjectOutput(
                Members.added(answer, Checksums.typedMembers(object.checksums())));
    }

    static void checkConditions(
            @Nullable StoredObject present, @Nullable String match, @Nullable String noneMatch) {
        if (noneMatch != null && !noneMatch.equals("*")) {
            S3Errors.refuse("If-None-Match", noneMatch);
        }
        if (noneMatch != null && present != null) {
            throw S3Errors.preconditionFailed("If-None-Match");
        }
        if (match != null && (present == null || !sameTag(present.eTag(), match))) {
            throw S3Errors.preconditionFailed("If-Match");
        }
    }

    private static boolean sameTag(String tag, String asked) {
        return tag.replace("\"", "").equals(asked.replace("\"", ""));
    }

    /** Encryption at rest is the disk's business; only S3's default is agreed to. */
    static void refuseEncryption(@Nullable String algorithm) {
        if (algorithm != null && !algorithm.equals("AES256")) {
            S3Errors.refuse("x-amz-server-side-encryption", algorithm);
        }
    }

    static void refuseStorageClass(@Nullable String storageClass) {
        if (storageClass != null && !storageClass.equals("STANDARD")) {
            S3Errors.refuse("x-amz-storage-class", storageClass);
        }
    }

    private static void refuseWhatIsNotThere(PutObjectRequest input) {
        Acls.refuse(
                input.acl(),
                input.grantFullControl(),
                input.grantRead(),
                input.grantReadACP(),
                input.grantWriteACP());
        refuseEncryption(input.serverSideEncryption());
        refuseStorageClass(input.storageClass());
        S3Errors.refuse("x-amz-tagging", input.tagging());
    }
}
