package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.s3.Bucket;
import dev.gatehouse.aws.s3.CreateBucketConfiguration;
import dev.gatehouse.aws.s3.CreateBucketOutput;
import dev.gatehouse.aws.s3.CreateBucketRequest;
import dev.gatehouse.aws.s3.DeleteBucketRequest;
import dev.gatehouse.aws.s3.HeadBucketOutput;
import dev.gatehouse.aws.s3.HeadBucketRequest;
import dev.gatehouse.aws.s3.ListBucketsOutput;
import dev.gatehouse.aws.s3.ListBucketsRequest;
import dev.gatehouse.aws.s3.Owner;
import dev.gatehouse.aws.s3.Tag;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.wire.RequestContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on buckets themselves. */
public final class Buckets {
    private static final Pattern NAME =
            Pattern.compile(
                    "(?!xn--|.*\\.\\.|\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final String US_EAST_1 = "us-east-1";
    private static final int PAGE = 10_000;

    private final BucketCatalog buckets;
    private final Clock clock;

    public Buckets(BucketCatalog buckets, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
    }

    public CreateBucketOutput create(RequestContext context, CreateBucketRequest input) {
        String name = input.bucket();
        if (!NAME.matcher(name).matches()) {
            throw S3Errors.badRequest("InvalidBucketName", "The specified bucket is not valid.");
        }
        Acls.reject(input);
        String region = region(context, input.createBucketConfiguration());
        buckets.create(
                new StoredBucket(
                        name,
                        context.account(),
                        region,
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        StoredSettings.FRESH.tagged(
                                tags(context, input.createBucketConfiguration()))));
        return CreateBucketOutput.builder().location("/" + name).build();
    }

    private static Map<String, String> tags(
            RequestContext context, @Nullable CreateBucketConfiguration configuration) {
        if (configuration == null) {
            return Map.of();
        }
        S3Errors.reject("CreateBucketConfiguration Location", configuration.location());
        S3Errors.reject("CreateBucketConfiguration Bucket", configuration.bucket());
        Map<String, String> tags =
                BucketSettings.tags(
                        Objects.requireNonNullElse(configuration.tags(), List.<Tag>of()));
        BucketSettings.requireSystemTags(context, Map.of(), tags);
        return tags;
    }

    public HeadBucketOutput head(RequestContext context, HeadBucketRequest input) {
        StoredBucket bucket = buckets.get(context, input.bucket(), input.expectedBucketOwner());
        return HeadBucketOutput.builder().bucketRegion(bucket.region()).build();
    }

    public Empty delete(RequestContext context, DeleteBucketRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.delete(input.bucket());
        return Empty.EMPTY;
    }

    public ListBucketsOutput list(RequestContext context, ListBucketsRequest input) {
        String prefix = Objects.requireNonNullElse(input.prefix(), "");
        String after = Objects.requireNonNullElse(input.continuationToken(), "");
        int most = Objects.requireNonNullElse(input.maxBuckets(), PAGE);
        List<StoredBucket> all =
                buckets.list(context.account()).stream()
                        .filter(bucket -> bucket.name().startsWith(prefix))
                        .filter(bucket -> bucket.name().compareTo(after) > 0)
                        .filter(
                                bucket ->
                                        input.bucketRegion() == null
                                                || bucket.region().equals(input.bucketRegion()))
                        .toList();
        List<StoredBucket> page = all.subList(0, Math.min(most, all.size()));
        return ListBucketsOutput.builder()
                .buckets(page.stream().map(Buckets::view).toList())
                .owner(owner(context))
                .continuationToken(all.size() > most ? page.getLast().name() : null)
                .prefix(input.prefix())
                .build();
    }

    /** The owner of what the caller sees; S3 names accounts by a canonical id of 64 digits. */
    public static Owner owner(RequestContext context) {
        return Owner.builder().id(context.account().value().repeat(6).substring(0, 64)).build();
    }

    private static String region(
            RequestContext context, @Nullable CreateBucketConfiguration configuration) {
        String here = context.region().name();
        String asked = configuration == null ? null : configuration.locationConstraint();
        if (asked == null) {
            if (!here.equals(US_EAST_1)) {
                throw S3Errors.badRequest(
                        "IllegalLocationConstraintException",
                        "The unspecified location constraint is incompatible for the region"
                                + " specific endpoint this request was sent to.");
            }
            return US_EAST_1;
        }
        if (!here.equals(US_EAST_1) && !here.equals(asked)) {
            throw S3Errors.badRequest(
                    "IllegalLocationConstraintException",
                    "The "
                            + asked
                            + " location constraint is incompatible for the region specific"
                            + " endpoint this request was sent to.");
        }
        return asked;
    }

    private static Bucket view(StoredBucket bucket) {
        return Bucket.builder()
                .name(bucket.name())
                .creationDate(bucket.createdAt())
                .bucketRegion(bucket.region())
                .build();
    }
}
