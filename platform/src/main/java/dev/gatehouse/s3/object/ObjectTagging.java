package dev.gatehouse.s3.object;

import dev.gatehouse.aws.s3.DeleteObjectTaggingOutput;
import dev.gatehouse.aws.s3.DeleteObjectTaggingRequest;
import dev.gatehouse.aws.s3.GetObjectTaggingOutput;
import dev.gatehouse.aws.s3.GetObjectTaggingRequest;
import dev.gatehouse.aws.s3.PutObjectTaggingOutput;
import dev.gatehouse.aws.s3.PutObjectTaggingRequest;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.model.ObjectTags;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;

/** The operations on the tags of objects; each version of an object has its own. */
public final class ObjectTagging {
    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    public ObjectTagging(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    public GetObjectTaggingOutput get(RequestContext context, GetObjectTaggingRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        StoredObject object = objects.get(input.bucket(), input.key(), input.versionId());
        return GetObjectTaggingOutput.builder()
                .versionId(bucket.settings().versionOf(object))
                .tagSet(ObjectTags.views(object.headers().tags()))
                .build();
    }

    public PutObjectTaggingOutput put(RequestContext context, PutObjectTaggingRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        Map<String, String> tags = ObjectTags.of(input.tagging().tagSet());
        StoredObject tagged =
                objects.tag(
                        input.bucket(),
                        input.key(),
                        input.versionId(),
                        tags,
                        new ObjectChange(ObjectEvent.PUT_TAGGING, context));
        return PutObjectTaggingOutput.builder()
                .versionId(bucket.settings().versionOf(tagged))
                .build();
    }

    public DeleteObjectTaggingOutput delete(
            RequestContext context, DeleteObjectTaggingRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        StoredObject bare =
                objects.tag(
                        input.bucket(),
                        input.key(),
                        input.versionId(),
                        Map.of(),
                        new ObjectChange(ObjectEvent.DELETE_TAGGING, context));
        return DeleteObjectTaggingOutput.builder()
                .versionId(bucket.settings().versionOf(bare))
                .build();
    }
}
