package dev.gatehouse.s3.object;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.s3.GetObjectOutput;
import dev.gatehouse.aws.s3.GetObjectRequest;
import dev.gatehouse.aws.s3.HeadObjectOutput;
import dev.gatehouse.aws.s3.HeadObjectRequest;
import dev.gatehouse.aws.s3.ListObjectsV2Request;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.http.HttpDate;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.ByteRange;
import dev.gatehouse.s3.content.Checksums;
import dev.gatehouse.s3.model.Members;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject. */
public final class ReadObjects {
    /** Members of the response by the members of the request that take their place. */
    private static final Map<String, String> OVERRIDES =
            Map.of(
                    "ResponseCacheControl", "CacheControl",
                    "ResponseContentDisposition", "ContentDisposition",
                    "ResponseContentEncoding", "ContentEncoding",
                    "ResponseContentLanguage", "ContentLanguage",
                    "ResponseContentType", "ContentType");

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final ObjectRights rights;

    /**
     * @param rights asked whether a caller may know that there is no such object
     */
    public ReadObjects(BucketCatalog buckets, ObjectCatalog objects, ObjectRights rights) {
        this.buckets = buckets;
        this.objects = objects;
        this.rights = rights;
    }

    public GetObjectOutput get(RequestContext context, GetObjectRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        S3Errors.reject("partNumber", input.partNumber());
        StoredObject object = find(context, input.bucket(), input.key(), input.versionId());
        Preconditions.of(input).check(object);
        Optional<ByteRange> part = ByteRange.parse(input.range(), object.size());
        ByteRange range = part.orElse(new ByteRange(0, object.size() - 1));
        GetObjectOutput response =
                GetObjectOutput.builder()
                        .contentLength(range.size())
                        .contentRange(part.map(one -> one.contentRange(object.size())).orElse(null))
                        .build();
        Map<String, Object> members = members(bucket, object);
        override(input, members);
        if ("ENABLED".equals(input.checksumMode()) && part.isEmpty()) {
            members.putAll(Checksums.typedMembers(object.checksums()));
        }
        if (object.size() > 0) {
            members.put("Body", objects.part(object.content(), range));
        }
        return new GetObjectOutput(Members.added(response, members));
    }

    public HeadObjectOutput head(RequestContext context, HeadObjectRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        S3Errors.reject("partNumber", input.partNumber());
        StoredObject object = find(context, input.bucket(), input.key(), input.versionId());
        Preconditions.of(input).check(object);
        Optional<ByteRange> part = ByteRange.parse(input.range(), object.size());
        HeadObjectOutput response =
                HeadObjectOutput.builder()
                        .contentLength(part.map(ByteRange::size).orElse(object.size()))
                        .contentRange(part.map(one -> one.contentRange(object.size())).orElse(null))
                        .build();
        Map<String, Object> members = members(bucket, object);
        override(input, members);
        if ("ENABLED".equals(input.checksumMode()) && part.isEmpty()) {
            members.putAll(Checksums.typedMembers(object.checksums()));
        }
        return new HeadObjectOutput(Members.added(response, members));
    }

    /** Only those who may list a bucket are told that it has no such object. */
    private StoredObject find(
            RequestContext context, String bucket, String key, @Nullable String version) {
        try {
            return objects.get(bucket, key, version);
        } catch (ServiceException rejection) {
            if (rejection.code().equals(S3Errors.NO_SUCH_KEY)) {
                rights.require(
                        context,
                        S3.LIST_OBJECTS_V2,
                        ListObjectsV2Request.builder().bucket(bucket).build());
            }
            throw rejection;
        }
    }

    /** What both responses say of an object. */
    private static Map<String, Object> members(StoredBucket bucket, StoredObject object) {
        ObjectHeaders headers = object.headers();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("AcceptRanges", "bytes");
        members.put("LastModified", object.lastModified());
        members.put("ETag", object.eTag());
        members.put("Metadata", headers.metadata());
        members.put("ContentType", headers.type());
        members.put("ServerSideEncryption", bucket.settings().encryption().algorithm());
        put("VersionId", bucket.settings().versionOf(object), members);
        put("CacheControl", headers.cacheControl(), members);
        put("ContentDisposition", headers.contentDisposition(), members);
        put("ContentEncoding", headers.contentEncoding(), members);
        put("ContentLanguage", headers.contentLanguage(), members);
        put("Expires", headers.expires(), members);
        if (!headers.tags().isEmpty()) {
            members.put("TagCount", headers.tags().size());
        }
        return members;
    }

    private static void put(String name, @Nullable String value, Map<String, Object> members) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** A request may say what the response's headers are to be. */
    private static void override(View input, Map<String, Object> members) {
        OVERRIDES.forEach(
                (asked, member) -> put(member, (String) input.data().value(asked), members));
        if (input.data().value("ResponseExpires") instanceof Instant expires) {
            members.put("Expires", HttpDate.of(expires));
        }
    }
}
