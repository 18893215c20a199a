package dev.gatehouse.s3.object;

import dev.gatehouse.aws.s3.DeleteObjectOutput;
import dev.gatehouse.aws.s3.DeleteObjectRequest;
import dev.gatehouse.aws.s3.DeleteObjectsOutput;
import dev.gatehouse.aws.s3.DeleteObjectsRequest;
import dev.gatehouse.aws.s3.DeletedObject;
import dev.gatehouse.aws.s3.Error;
import dev.gatehouse.aws.s3.ObjectIdentifier;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DeleteObject and DeleteObjects; what is not there counts as deleted. */
public final class DeleteObjects {
    private static final int KEYS_MAX = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final ObjectRights rights;
    private final Clock clock;

    /**
     * @param rights asked of each object of DeleteObjects
     */
    public DeleteObjects(
            BucketCatalog buckets, ObjectCatalog objects, ObjectRights rights, Clock clock) {
        this.rights = rights;
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
    }

    public DeleteObjectOutput one(RequestContext context, DeleteObjectRequest input) {
        S3Errors.reject("If-Match", input.ifMatch());
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        Optional<StoredObject> gone = delete(context, bucket, input.key(), input.versionId());
        return DeleteObjectOutput.builder()
                .versionId(gone.map(each -> each.version().id()).orElse(input.versionId()))
                .deleteMarker(gone.filter(StoredObject::isMarker).map(_ -> true).orElse(null))
                .build();
    }

    public DeleteObjectsOutput many(RequestContext context, DeleteObjectsRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        List<ObjectIdentifier> identifiers = input.delete().objects();
        if (identifiers.size() > KEYS_MAX) {
            throw S3Errors.malformedXml();
        }
        for (ObjectIdentifier each : identifiers) {
            S3Errors.reject("ETag of an object to delete", each.eTag());
            S3Errors.reject("LastModifiedTime of an object to delete", each.lastModifiedTime());
            S3Errors.reject("Size of an object to delete", each.size());
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<Error> errors = new ArrayList<>();
        for (ObjectIdentifier each : identifiers) {
            try {
                deleted.add(delete(context, input, bucket, each));
            } catch (ServiceException rejection) {
                errors.add(error(each, rejection));
            }
        }
        return DeleteObjectsOutput.builder()
                .errors(errors)
                .deleted(Boolean.TRUE.equals(input.delete().quiet()) ? List.of() : deleted)
                .build();
    }

    /** Deletes one of several, which are judged one by one. */
    private DeletedObject delete(
            RequestContext context,
            DeleteObjectsRequest input,
            StoredBucket bucket,
            ObjectIdentifier each) {
        rights.require(
                context,
                S3.DELETE_OBJECT,
                DeleteObjectRequest.builder()
                        .bucket(input.bucket())
                        .key(each.key())
                        .versionId(each.versionId())
                        .build());
        if (each.versionId() != null && !Version.hasForm(each.versionId())) {
            throw S3Errors.noSuchVersion(each.key(), each.versionId());
        }
        return view(each, delete(context, bucket, each.key(), each.versionId()));
    }

    /** What was deleted, or the marker that now hides it; empty where no versions are kept. */
    private Optional<StoredObject> delete(
            RequestContext context, StoredBucket bucket, String key, @Nullable String version) {
        return version == null
                ? objects.delete(
                        bucket.name(), key, clock.now().truncatedTo(ChronoUnit.SECONDS), context)
                : objects.delete(bucket.name(), key, version, context);
    }

    private static Error error(ObjectIdentifier asked, ServiceException rejection) {
        return Error.builder()
                .key(asked.key())
                .versionId(asked.versionId())
                .code(rejection.code())
                .message(rejection.text())
                .build();
    }

    private static DeletedObject view(ObjectIdentifier asked, Optional<StoredObject> gone) {
        Optional<StoredObject> marker = gone.filter(StoredObject::isMarker);
        return DeletedObject.builder()
                .key(asked.key())
                .versionId(asked.versionId())
                .deleteMarker(marker.map(_ -> true).orElse(null))
                .deleteMarkerVersionId(marker.map(each -> each.version().id()).orElse(null))
                .build();
    }
}
