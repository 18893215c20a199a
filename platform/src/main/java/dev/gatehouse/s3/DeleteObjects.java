package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.DeleteObjectOutput;
import dev.gatehouse.aws.s3.DeleteObjectRequest;
import dev.gatehouse.aws.s3.DeleteObjectsOutput;
import dev.gatehouse.aws.s3.DeleteObjectsRequest;
import dev.gatehouse.aws.s3.DeletedObject;
import dev.gatehouse.aws.s3.ObjectIdentifier;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DeleteObject and DeleteObjects; what is not there counts as deleted. */
final class DeleteObjects {
    private static final int KEYS_MAX = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final Clock clock;

    DeleteObjects(BucketCatalog buckets, ObjectCatalog objects, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
    }

    DeleteObjectOutput one(RequestContext context, DeleteObjectRequest input) {
        S3Errors.refuse("If-Match", input.ifMatch());
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        Optional<StoredVersion> gone = delete(bucket, input.key(), input.versionId());
        return DeleteObjectOutput.builder()
                .versionId(gone.map(StoredVersion::id).orElse(null))
                .deleteMarker(gone.filter(StoredVersion::isMarker).map(_ -> true).orElse(null))
                .build();
    }

    DeleteObjectsOutput many(RequestContext context, DeleteObjectsRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        List<ObjectIdentifier> identifiers = input.delete().objects();
        if (identifiers.size() > KEYS_MAX) {
            throw S3Errors.malformedXml();
        }
        for (ObjectIdentifier each : identifiers) {
            S3Errors.refuse("ETag of an object to delete", each.eTag());
            S3Errors.refuse("LastModifiedTime of an object to delete", each.lastModifiedTime());
            S3Errors.refuse("Size of an object to delete", each.size());
        }
        List<DeletedObject> deleted = new ArrayList<>();
        for (ObjectIdentifier each : identifiers) {
            deleted.add(view(each, delete(bucket, each.key(), each.versionId())));
        }
        return DeleteObjectsOutput.builder()
                .deleted(Boolean.TRUE.equals(input.delete().quiet()) ? List.of() : deleted)
                .build();
    }

    /** What was deleted, or the marker that now hides it; empty where no versions are kept. */
    private Optional<StoredVersion> delete(
            StoredBucket bucket, String key, @Nullable String version) {
        if (version != null) {
            return objects.versions().delete(bucket.name(), key, version);
        }
        if (bucket.settings().versioned()) {
            return Optional.of(objects.versions().mark(bucket.name(), key, clock.now()));
        }
        objects.delete(bucket.name(), key);
        return Optional.empty();
    }

    private static DeletedObject view(ObjectIdentifier asked, Optional<StoredVersion> gone) {
        Optional<StoredVersion> marker = gone.filter(StoredVersion::isMarker);
        return DeletedObject.builder()
                .key(asked.key())
                .versionId(asked.versionId())
                .deleteMarker(marker.map(_ -> true).orElse(null))
                .deleteMarkerVersionId(marker.map(StoredVersion::id).orElse(null))
                .build();
    }
}
