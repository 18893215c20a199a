package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.s3.BucketLifecycleConfiguration;
import dev.gatehouse.aws.s3.DeleteBucketLifecycleRequest;
import dev.gatehouse.aws.s3.GetBucketLifecycleConfigurationOutput;
import dev.gatehouse.aws.s3.GetBucketLifecycleConfigurationRequest;
import dev.gatehouse.aws.s3.LifecycleRule;
import dev.gatehouse.aws.s3.PutBucketLifecycleConfigurationOutput;
import dev.gatehouse.aws.s3.PutBucketLifecycleConfigurationRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.format.Structures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When the objects of buckets expire: kept and told, and not acted on yet. */
public final class LifecycleRules {
    private static final String SIZES = "all_storage_classes_128K";
    private static final int MOST = 1000;

    private final BucketCatalog buckets;

    public LifecycleRules(BucketCatalog buckets) {
        this.buckets = buckets;
    }

    public void addTo(Service.Builder service) {
        service.on(S3.PUT_BUCKET_LIFECYCLE_CONFIGURATION, this::put)
                .on(S3.GET_BUCKET_LIFECYCLE_CONFIGURATION, this::get)
                .on(S3.DELETE_BUCKET_LIFECYCLE, this::delete);
    }

    private PutBucketLifecycleConfigurationOutput put(
            RequestContext context, PutBucketLifecycleConfigurationRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        BucketLifecycleConfiguration asked = input.lifecycleConfiguration();
        String sizes = input.transitionDefaultMinimumObjectSize();
        S3Errors.reject("TransitionDefaultMinimumObjectSize", SIZES.equals(sizes) ? null : sizes);
        if (asked == null || asked.rules().isEmpty() || asked.rules().size() > MOST) {
            throw S3Errors.malformedXml();
        }
        List<Map<String, Object>> rules = new ArrayList<>();
        for (LifecycleRule rule : asked.rules()) {
            check(rule);
            rules.add(Structures.toMap(rule.data()));
        }
        buckets.set(input.bucket(), settings -> settings.expiringBy(rules));
        return PutBucketLifecycleConfigurationOutput.builder()
                .transitionDefaultMinimumObjectSize(SIZES)
                .build();
    }

    /** Nothing here has another storage class, and no date ends up in the store. */
    private static void check(LifecycleRule rule) {
        S3Errors.reject("Transition", rule.transitions());
        S3Errors.reject("NoncurrentVersionTransition", rule.noncurrentVersionTransitions());
        if (rule.expiration() != null) {
            S3Errors.reject("Date", rule.expiration().date());
        }
        boolean acts =
                rule.expiration() != null
                        || rule.noncurrentVersionExpiration() != null
                        || rule.abortIncompleteMultipartUpload() != null;
        if (!acts) {
            throw S3Errors.badRequest(
                    "InvalidRequest", "At least one action needs to be specified in a rule.");
        }
    }

    private GetBucketLifecycleConfigurationOutput get(
            RequestContext context, GetBucketLifecycleConfigurationRequest input) {
        List<Map<String, Object>> rules =
                buckets.get(context, input.bucket(), input.expectedBucketOwner())
                        .settings()
                        .lifecycle();
        if (rules.isEmpty()) {
            throw new ServiceException(
                    "NoSuchLifecycleConfiguration",
                    404,
                    "The lifecycle configuration does not exist",
                    Map.of("BucketName", input.bucket()));
        }
        Structure kept =
                Structures.fromMap(
                        BucketLifecycleConfiguration.builder()
                                .rules(List.of())
                                .build()
                                .data()
                                .shape(),
                        Map.of("Rules", rules));
        return GetBucketLifecycleConfigurationOutput.builder()
                .rules(new BucketLifecycleConfiguration(kept).rules())
                .transitionDefaultMinimumObjectSize(SIZES)
                .build();
    }

    private Empty delete(RequestContext context, DeleteBucketLifecycleRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.set(input.bucket(), settings -> settings.expiringBy(List.of()));
        return Empty.EMPTY;
    }
}
