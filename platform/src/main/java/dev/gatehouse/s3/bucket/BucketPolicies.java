package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.s3.DeleteBucketPolicyRequest;
import dev.gatehouse.aws.s3.DeletePublicAccessBlockRequest;
import dev.gatehouse.aws.s3.GetBucketPolicyOutput;
import dev.gatehouse.aws.s3.GetBucketPolicyRequest;
import dev.gatehouse.aws.s3.GetBucketPolicyStatusOutput;
import dev.gatehouse.aws.s3.GetBucketPolicyStatusRequest;
import dev.gatehouse.aws.s3.GetPublicAccessBlockOutput;
import dev.gatehouse.aws.s3.GetPublicAccessBlockRequest;
import dev.gatehouse.aws.s3.PolicyStatus;
import dev.gatehouse.aws.s3.PublicAccessBlockConfiguration;
import dev.gatehouse.aws.s3.PutBucketPolicyRequest;
import dev.gatehouse.aws.s3.PutPublicAccessBlockRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.identity.policy.open.PublicPolicies;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.StoredSettings.PublicAccess;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import org.jspecify.annotations.Nullable;

/** Buckets' policies, and what they may not open (Amazon S3 User Guide, "Block Public Access"). */
public final class BucketPolicies {
    private final BucketCatalog buckets;

    public BucketPolicies(BucketCatalog buckets) {
        this.buckets = buckets;
    }

    public void addTo(Service.Builder service) {
        service.on(S3.PUT_PUBLIC_ACCESS_BLOCK, this::putPublicAccess)
                .on(S3.GET_PUBLIC_ACCESS_BLOCK, this::publicAccess)
                .on(S3.DELETE_PUBLIC_ACCESS_BLOCK, this::deletePublicAccess)
                .on(S3.PUT_BUCKET_POLICY, this::putPolicy)
                .on(S3.GET_BUCKET_POLICY, this::policy)
                .on(S3.GET_BUCKET_POLICY_STATUS, this::status)
                .on(S3.DELETE_BUCKET_POLICY, this::deletePolicy);
    }

    private Empty putPublicAccess(RequestContext context, PutPublicAccessBlockRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        PublicAccessBlockConfiguration asked = input.publicAccessBlockConfiguration();
        PublicAccess blocks =
                new PublicAccess(
                        Boolean.TRUE.equals(asked.blockPublicAcls()),
                        Boolean.TRUE.equals(asked.ignorePublicAcls()),
                        Boolean.TRUE.equals(asked.blockPublicPolicy()),
                        Boolean.TRUE.equals(asked.restrictPublicBuckets()));
        buckets.set(input.bucket(), settings -> settings.blocking(blocks));
        return Empty.EMPTY;
    }

    private GetPublicAccessBlockOutput publicAccess(
            RequestContext context, GetPublicAccessBlockRequest input) {
        PublicAccess blocks =
                settings(context, input.bucket(), input.expectedBucketOwner()).publicAccess();
        if (blocks == null) {
            throw S3Errors.absent(
                    "NoSuchPublicAccessBlockConfiguration",
                    "The public access block configuration was not found",
                    input.bucket());
        }
        return GetPublicAccessBlockOutput.builder()
                .publicAccessBlockConfiguration(
                        PublicAccessBlockConfiguration.builder()
                                .blockPublicAcls(blocks.blockAcls())
                                .ignorePublicAcls(blocks.ignoreAcls())
                                .blockPublicPolicy(blocks.blockPolicy())
                                .restrictPublicBuckets(blocks.restrict())
                                .build())
                .build();
    }

    private Empty deletePublicAccess(RequestContext context, DeletePublicAccessBlockRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.set(input.bucket(), settings -> settings.blocking(null));
        return Empty.EMPTY;
    }

    /** From now on the policy has a say in every call. */
    private Empty putPolicy(RequestContext context, PutBucketPolicyRequest input) {
        PublicAccess blocks =
                settings(context, input.bucket(), input.expectedBucketOwner()).publicAccess();
        String policy = input.policy();
        BucketPolicyRules.check(input.bucket(), policy);
        if (blocks != null && blocks.blockPolicy() && PublicPolicies.isPublic(policy)) {
            throw new ServiceException(
                    "AccessDenied",
                    403,
                    "User: %s is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::%s\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
                            .formatted(context.principal().arn(), input.bucket()));
        }
        buckets.set(input.bucket(), settings -> settings.underPolicy(policy));
        return Empty.EMPTY;
    }

    private GetBucketPolicyOutput policy(RequestContext context, GetBucketPolicyRequest input) {
        return GetBucketPolicyOutput.builder()
                .policy(policy(context, input.bucket(), input.expectedBucketOwner()))
                .build();
    }

    private GetBucketPolicyStatusOutput status(
            RequestContext context, GetBucketPolicyStatusRequest input) {
        String policy = policy(context, input.bucket(), input.expectedBucketOwner());
        return GetBucketPolicyStatusOutput.builder()
                .policyStatus(
                        PolicyStatus.builder().isPublic(PublicPolicies.isPublic(policy)).build())
                .build();
    }

    private String policy(RequestContext context, String bucket, @Nullable String expectedOwner) {
        String policy = settings(context, bucket, expectedOwner).policy();
        if (policy == null) {
            throw S3Errors.absent("NoSuchBucketPolicy", "The bucket policy does not exist", bucket);
        }
        return policy;
    }

    private Empty deletePolicy(RequestContext context, DeleteBucketPolicyRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.set(input.bucket(), settings -> settings.underPolicy(null));
        return Empty.EMPTY;
    }

    private StoredSettings settings(
            RequestContext context, String bucket, @Nullable String expectedOwner) {
        return buckets.get(context, bucket, expectedOwner).settings();
    }
}
