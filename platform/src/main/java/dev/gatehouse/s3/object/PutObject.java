package dev.gatehouse.s3.object;

import dev.gatehouse.aws.s3.PutObjectOutput;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.bucket.Acls;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.Checksums;
import dev.gatehouse.s3.content.Upload;
import dev.gatehouse.s3.model.Members;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;

/** PutObject. */
public final class PutObject {
    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final Clock clock;

    public PutObject(BucketCatalog buckets, ObjectCatalog objects, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
    }

    public PutObjectOutput handle(
            RequestContext context, PutObjectRequest input, PayloadStream payload) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        Acls.reject(input);
        settings.encryption().requireKnown(input.serverSideEncryption());
        WriteConditions conditions = WriteConditions.of(input);
        ObjectHeaders headers = ObjectHeaders.of(input);
        Upload upload = Upload.receive(objects.blobs(), payload, input);
        StoredObject object =
                new StoredObject(
                        input.key(),
                        upload.content(),
                        upload.size(),
                        upload.eTag(),
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        headers,
                        upload.checksums(),
                        Version.FIRST);
        StoredObject put =
                objects.put(
                        input.bucket(),
                        object,
                        conditions,
                        new ObjectChange(ObjectEvent.PUT, context));
        PutObjectOutput response =
                PutObjectOutput.builder()
                        .eTag(object.eTag())
                        .versionId(put.version().named())
                        .serverSideEncryption(settings.encryption().algorithm())
                        .build();
        return new PutObjectOutput(
                Members.added(response, Checksums.typedMembers(object.checksums())));
    }
}
