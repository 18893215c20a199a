package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.DeleteObjectOutput;
import dev.gatehouse.aws.s3.DeleteObjectRequest;
import dev.gatehouse.aws.s3.DeleteObjectsOutput;
import dev.gatehouse.aws.s3.DeleteObjectsRequest;
import dev.gatehouse.aws.s3.DeletedObject;
import dev.gatehouse.aws.s3.ObjectIdentifier;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** DeleteObject and DeleteObjects; what is not there counts as deleted. */
final class DeleteObjects {
    private static final int KEYS_MAX = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    DeleteObjects(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    DeleteObjectOutput one(RequestContext context, DeleteObjectRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        objects.delete(input.bucket(), input.key());
        return DeleteObjectOutput.builder().build();
    }

    DeleteObjectsOutput many(RequestContext context, DeleteObjectsRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        List<ObjectIdentifier> identifiers = input.delete().objects();
        if (identifiers.size() > KEYS_MAX) {
            throw S3Errors.badRequest(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our"
                            + " published schema");
        }
        identifiers.forEach(each -> objects.delete(input.bucket(), each.key()));
        List<DeletedObject> deleted =
                Boolean.TRUE.equals(input.delete().quiet())
                        ? List.of()
                        : identifiers.stream()
                                .map(each -> DeletedObject.builder().key(each.key()).build())
                                .toList();
        return DeleteObjectsOutput.builder().deleted(deleted).build();
    }
}
