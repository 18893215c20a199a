package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.s3.GetBucketAccelerateConfigurationOutput;
import dev.gatehouse.aws.s3.GetBucketAclOutput;
import dev.gatehouse.aws.s3.GetBucketAclRequest;
import dev.gatehouse.aws.s3.GetBucketLocationOutput;
import dev.gatehouse.aws.s3.GetBucketLocationRequest;
import dev.gatehouse.aws.s3.GetBucketLoggingOutput;
import dev.gatehouse.aws.s3.GetBucketOwnershipControlsOutput;
import dev.gatehouse.aws.s3.GetBucketRequestPaymentOutput;
import dev.gatehouse.aws.s3.Grant;
import dev.gatehouse.aws.s3.Grantee;
import dev.gatehouse.aws.s3.OwnershipControls;
import dev.gatehouse.aws.s3.OwnershipControlsRule;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.wire.Handler;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.List;

/**
 * What tools read of a bucket to compare it with what they want, and what cannot be changed: each
 * response is that of a bucket just made, and the operations that would change it are rejected.
 */
public final class FixedSettings {
    private final BucketCatalog buckets;

    public FixedSettings(BucketCatalog buckets) {
        this.buckets = buckets;
    }

    public void addTo(Service.Builder service) {
        service.on(S3.GET_BUCKET_LOCATION, this::location)
                .on(S3.GET_BUCKET_ACL, this::acl)
                .on(S3.GET_BUCKET_LOGGING, fresh(GetBucketLoggingOutput.builder().build()))
                .on(
                        S3.GET_BUCKET_ACCELERATE_CONFIGURATION,
                        fresh(GetBucketAccelerateConfigurationOutput.builder().build()))
                .on(
                        S3.GET_BUCKET_REQUEST_PAYMENT,
                        fresh(GetBucketRequestPaymentOutput.builder().payer("BucketOwner").build()))
                .on(S3.GET_BUCKET_OWNERSHIP_CONTROLS, fresh(ownership()));
        addAbsent(service);
    }

    private void addAbsent(Service.Builder service) {
        service.on(
                        S3.GET_BUCKET_CORS,
                        absent("NoSuchCORSConfiguration", "The CORS configuration does not exist"))
                .on(
                        S3.GET_BUCKET_WEBSITE,
                        absent(
                                "NoSuchWebsiteConfiguration",
                                "The specified bucket does not have a website configuration"))
                .on(
                        S3.GET_BUCKET_REPLICATION,
                        absent(
                                "ReplicationConfigurationNotFoundError",
                                "The replication configuration was not found"))
                .on(
                        S3.GET_OBJECT_LOCK_CONFIGURATION,
                        absent(
                                "ObjectLockConfigurationNotFoundError",
                                "Object Lock configuration does not exist for this bucket"));
    }

    private GetBucketLocationOutput location(
            RequestContext context, GetBucketLocationRequest input) {
        String region = buckets.get(context, input.bucket(), input.expectedBucketOwner()).region();
        return GetBucketLocationOutput.builder()
                .locationConstraint(region.equals("us-east-1") ? null : region)
                .build();
    }

    private GetBucketAclOutput acl(RequestContext context, GetBucketAclRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        String owner = Buckets.owner(context).id();
        Grantee grantee = Grantee.builder().id(owner).type("CanonicalUser").build();
        return GetBucketAclOutput.builder()
                .owner(Buckets.owner(context))
                .grants(
                        List.of(
                                Grant.builder()
                                        .grantee(grantee)
                                        .permission("FULL_CONTROL")
                                        .build()))
                .build();
    }

    private <I extends View, O> Handler<I, O> fresh(O response) {
        return (context, input) -> {
            bucket(context, input);
            return response;
        };
    }

    private <I extends View, O extends View> Handler<I, O> absent(String code, String message) {
        return (context, input) -> {
            String name = bucket(context, input).name();
            throw S3Errors.absent(code, message, name);
        };
    }

    /** The bucket an input names; each input here says so, and whose it should be, alike. */
    private StoredBucket bucket(RequestContext context, View input) {
        return buckets.get(
                context,
                String.valueOf(input.data().value("Bucket")),
                (String) input.data().value("ExpectedBucketOwner"));
    }

    private static GetBucketOwnershipControlsOutput ownership() {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership("BucketOwnerEnforced").build();
        return GetBucketOwnershipControlsOutput.builder()
                .ownershipControls(OwnershipControls.builder().rules(List.of(rule)).build())
                .build();
    }
}
