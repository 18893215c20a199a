package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.PutObjectOutput;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
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
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        refuseWhatIsNotThere(input);
        byte[] body = Objects.requireNonNullElse(input.body(), EMPTY);
        Checksums.verifyMd5(body, input.contentMD5());
        Map<String, String> checksums =
                Checksums.verify(body, sent(input), input.checksumAlgorithm());
        StoredObject object =
                new StoredObject(
                        input.key(),
                        objects.blobs().put(body),
                        body.length,
                        Checksums.eTag(body),
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        headers(input),
                        checksums);
        objects.put(
                input.bucket(),
                object,
                present -> checkConditions(present, input.ifMatch(), input.ifNoneMatch()));
        return PutObjectOutput.builder()
                .eTag(object.eTag())
                .serverSideEncryption("AES256")
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .checksumType(checksums.isEmpty() ? null : "FULL_OBJECT")
                .build();
    }

    static void checkConditions(
            @Nullable StoredObject present, @Nullable String match, @Nullable String noneMatch) {
        if (noneMatch != null && present != null) {
            throw S3Errors.preconditionFailed("If-None-Match");
        }
        if (match != null
                && (present == null || !present.eTag().contains(match.replace("\"", "")))) {
            throw S3Errors.preconditionFailed("If-Match");
        }
    }

    /** Encryption at rest is the disk's business; only S3's default is agreed to. */
    static void refuseEncryption(
            @Nullable String algorithm, @Nullable String kmsKey, @Nullable String customerKey) {
        if (algorithm != null && !algorithm.equals("AES256")) {
            S3Errors.refuse("x-amz-server-side-encryption", algorithm);
        }
        S3Errors.refuse("x-amz-server-side-encryption-aws-kms-key-id", kmsKey);
        S3Errors.refuse("x-amz-server-side-encryption-customer-algorithm", customerKey);
    }

    static void refuseStorageClass(@Nullable String storageClass) {
        if (storageClass != null && !storageClass.equals("STANDARD")) {
            S3Errors.refuse("x-amz-storage-class", storageClass);
        }
    }

    private static void refuseWhatIsNotThere(PutObjectRequest input) {
        Acls.refuse(input.acl(), input.grantFullControl(), input.grantRead(), input.grantReadACP());
        refuseEncryption(
                input.serverSideEncryption(), input.ssekmsKeyId(), input.sseCustomerAlgorithm());
        refuseStorageClass(input.storageClass());
        S3Errors.refuse("x-amz-tagging", input.tagging());
        S3Errors.refuse("x-amz-website-redirect-location", input.websiteRedirectLocation());
        S3Errors.refuse("x-amz-object-lock-mode", input.objectLockMode());
        S3Errors.refuse("x-amz-object-lock-legal-hold", input.objectLockLegalHoldStatus());
        S3Errors.refuse("x-amz-write-offset-bytes", input.writeOffsetBytes());
    }

    private static ObjectHeaders headers(PutObjectRequest input) {
        return new ObjectHeaders(
                input.contentType(),
                input.cacheControl(),
                input.contentDisposition(),
                input.contentEncoding(),
                input.contentLanguage(),
                input.expires(),
                ObjectHeaders.metadata(input.metadata()));
    }

    private static Map<String, @Nullable String> sent(PutObjectRequest input) {
        Map<String, @Nullable String> sent = new LinkedHashMap<>();
        sent.put("CRC32", input.checksumCRC32());
        sent.put("CRC32C", input.checksumCRC32C());
        sent.put("CRC64NVME", input.checksumCRC64NVME());
        sent.put("SHA1", input.checksumSHA1());
        sent.put("SHA256", input.checksumSHA256());
        sent.put("SHA512", input.checksumSHA512());
        sent.put("XXHASH64", input.checksumXXHASH64());
        return sent;
    }
}
