package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.GetObjectOutput;
import dev.gatehouse.aws.s3.GetObjectRequest;
import dev.gatehouse.aws.s3.GetObjectTaggingOutput;
import dev.gatehouse.aws.s3.GetObjectTaggingRequest;
import dev.gatehouse.aws.s3.HeadObjectOutput;
import dev.gatehouse.aws.s3.HeadObjectRequest;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject. */
final class ReadObjects {
    private static final byte[] EMPTY = {};

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    ReadObjects(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    GetObjectOutput get(RequestContext context, GetObjectRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        checkVersion(input.versionId());
        S3Errors.refuse("partNumber", input.partNumber());
        StoredObject object = objects.get(input.bucket(), input.key());
        check(object, input.ifMatch(), input.ifNoneMatch());
        Optional<ByteRange> part = ByteRange.parse(input.range(), object.size());
        ByteRange range = part.orElse(new ByteRange(0, object.size() - 1));
        ObjectHeaders headers = object.headers();
        Map<String, String> checksums = checksums(object, input.checksumMode(), part.isPresent());
        return GetObjectOutput.builder()
                .body(object.size() == 0 ? EMPTY : objects.read(object.content(), range))
                .acceptRanges("bytes")
                .lastModified(object.lastModified())
                .contentLength((long) range.length())
                .contentRange(part.map(each -> each.contentRange(object.size())).orElse(null))
                .eTag(object.eTag())
                .contentType(or(input.responseContentType(), headers.type()))
                .cacheControl(or(input.responseCacheControl(), headers.cacheControl()))
                .contentDisposition(
                        or(input.responseContentDisposition(), headers.contentDisposition()))
                .contentEncoding(or(input.responseContentEncoding(), headers.contentEncoding()))
                .contentLanguage(or(input.responseContentLanguage(), headers.contentLanguage()))
                .expires(headers.expires())
                .metadata(headers.metadata())
                .serverSideEncryption("AES256")
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .checksumType(checksums.isEmpty() ? null : "FULL_OBJECT")
                .build();
    }

    HeadObjectOutput head(RequestContext context, HeadObjectRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        checkVersion(input.versionId());
        StoredObject object = objects.get(input.bucket(), input.key());
        check(object, input.ifMatch(), input.ifNoneMatch());
        ObjectHeaders headers = object.headers();
        Map<String, String> checksums = checksums(object, input.checksumMode(), false);
        return HeadObjectOutput.builder()
                .acceptRanges("bytes")
                .lastModified(object.lastModified())
                .contentLength(object.size())
                .eTag(object.eTag())
                .contentType(headers.type())
                .cacheControl(headers.cacheControl())
                .contentDisposition(headers.contentDisposition())
                .contentEncoding(headers.contentEncoding())
                .contentLanguage(headers.contentLanguage())
                .expires(headers.expires())
                .metadata(headers.metadata())
                .serverSideEncryption("AES256")
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .checksumType(checksums.isEmpty() ? null : "FULL_OBJECT")
                .build();
    }

    /** Objects cannot be tagged yet, so none has tags. */
    GetObjectTaggingOutput tagging(RequestContext context, GetObjectTaggingRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        objects.get(input.bucket(), input.key());
        return GetObjectTaggingOutput.builder().tagSet(List.of()).build();
    }

    private static void checkVersion(@Nullable String versionId) {
        if (versionId != null && !versionId.equals("null")) {
            throw new ServiceException(
                    "NoSuchVersion", 404, "The specified version does not exist.");
        }
    }

    private static void check(
            StoredObject object, @Nullable String match, @Nullable String noneMatch) {
        if (match != null && !matches(object, match)) {
            throw S3Errors.preconditionFailed("If-Match");
        }
        if (noneMatch != null && matches(object, noneMatch)) {
            throw new ServiceException("NotModified", 304, "Not Modified");
        }
    }

    private static boolean matches(StoredObject object, String condition) {
        return condition.equals("*") || condition.contains(object.eTag().replace("\"", ""));
    }

    private static Map<String, String> checksums(
            StoredObject object, @Nullable String mode, boolean partial) {
        return "ENABLED".equals(mode) && !partial ? object.checksums() : Map.of();
    }

    private static @Nullable String or(@Nullable String asked, @Nullable String own) {
        return asked == null ? own : asked;
    }
}
