package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.s3.DeleteBucketEncryptionRequest;
import dev.gatehouse.aws.s3.DeleteBucketTaggingRequest;
import dev.gatehouse.aws.s3.GetBucketEncryptionOutput;
import dev.gatehouse.aws.s3.GetBucketEncryptionRequest;
import dev.gatehouse.aws.s3.GetBucketTaggingOutput;
import dev.gatehouse.aws.s3.GetBucketTaggingRequest;
import dev.gatehouse.aws.s3.GetBucketVersioningOutput;
import dev.gatehouse.aws.s3.GetBucketVersioningRequest;
import dev.gatehouse.aws.s3.PutBucketEncryptionRequest;
import dev.gatehouse.aws.s3.PutBucketTaggingRequest;
import dev.gatehouse.aws.s3.PutBucketVersioningRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.aws.s3.ServerSideEncryptionByDefault;
import dev.gatehouse.aws.s3.ServerSideEncryptionConfiguration;
import dev.gatehouse.aws.s3.ServerSideEncryptionRule;
import dev.gatehouse.aws.s3.Tag;
import dev.gatehouse.kernel.SystemTags;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.StoredSettings.Encryption;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.message.Signing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of buckets that can be changed. */
public final class BucketSettings {
    private static final String ENABLED = "Enabled";
    private static final String SUSPENDED = "Suspended";

    private final BucketCatalog buckets;

    public BucketSettings(BucketCatalog buckets) {
        this.buckets = buckets;
    }

    public void addTo(Service.Builder service) {
        service.on(S3.PUT_BUCKET_VERSIONING, this::putVersioning)
                .on(S3.GET_BUCKET_VERSIONING, this::versioning)
                .on(S3.PUT_BUCKET_ENCRYPTION, this::putEncryption)
                .on(S3.GET_BUCKET_ENCRYPTION, this::encryption)
                .on(S3.DELETE_BUCKET_ENCRYPTION, this::deleteEncryption)
                .on(S3.PUT_BUCKET_TAGGING, this::putTags)
                .on(S3.GET_BUCKET_TAGGING, this::tags)
                .on(S3.DELETE_BUCKET_TAGGING, this::deleteTags);
    }

    private Empty putVersioning(RequestContext context, PutBucketVersioningRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        String status = input.versioningConfiguration().status();
        S3Errors.reject("MfaDelete", input.versioningConfiguration().mfaDelete());
        if (status == null) {
            throw S3Errors.illegalVersioning();
        }
        buckets.set(
                input.bucket(),
                status.equals(SUSPENDED)
                        ? StoredSettings::suspendingVersions
                        : StoredSettings::keepingVersions);
        return Empty.EMPTY;
    }

    private GetBucketVersioningOutput versioning(
            RequestContext context, GetBucketVersioningRequest input) {
        StoredSettings settings = settings(context, input.bucket(), input.expectedBucketOwner());
        String status = settings.suspended() ? SUSPENDED : ENABLED;
        return GetBucketVersioningOutput.builder()
                .status(settings.versioned() ? status : null)
                .build();
    }

    private Empty putEncryption(RequestContext context, PutBucketEncryptionRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        List<ServerSideEncryptionRule> rules = input.serverSideEncryptionConfiguration().rules();
        ServerSideEncryptionByDefault byDefault =
                rules.size() == 1 ? rules.getFirst().applyServerSideEncryptionByDefault() : null;
        if (byDefault == null) {
            throw S3Errors.malformedXml();
        }
        S3Errors.reject("KMSMasterKeyID", byDefault.kmsMasterKeyID());
        S3Errors.reject("BlockedEncryptionTypes", rules.getFirst().blockedEncryptionTypes());
        boolean bucketKey = Boolean.TRUE.equals(rules.getFirst().bucketKeyEnabled());
        Encryption encryption = new Encryption(byDefault.sseAlgorithm(), bucketKey);
        buckets.set(input.bucket(), settings -> settings.encryptedBy(encryption));
        return Empty.EMPTY;
    }

    private GetBucketEncryptionOutput encryption(
            RequestContext context, GetBucketEncryptionRequest input) {
        Encryption encryption =
                settings(context, input.bucket(), input.expectedBucketOwner()).encryption();
        ServerSideEncryptionByDefault byDefault =
                ServerSideEncryptionByDefault.builder()
                        .sseAlgorithm(encryption.algorithm())
                        .build();
        ServerSideEncryptionRule rule =
                ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(byDefault)
                        .bucketKeyEnabled(encryption.bucketKey())
                        .build();
        return GetBucketEncryptionOutput.builder()
                .serverSideEncryptionConfiguration(
                        ServerSideEncryptionConfiguration.builder().rules(List.of(rule)).build())
                .build();
    }

    private Empty deleteEncryption(RequestContext context, DeleteBucketEncryptionRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.set(input.bucket(), settings -> settings.encryptedBy(Encryption.DEFAULT));
        return Empty.EMPTY;
    }

    private Empty putTags(RequestContext context, PutBucketTaggingRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        Map<String, String> tags = tags(input.tagging().tagSet());
        buckets.set(
                input.bucket(),
                settings -> {
                    requireSystemTags(context, settings.tags(), tags);
                    return settings.tagged(tags);
                });
        return Empty.EMPTY;
    }

    /** A request that gives a bucket all its tags anew gives those of its stack as they are. */
    static void requireSystemTags(
            RequestContext context, Map<String, String> present, Map<String, String> given) {
        if (context.origin().signing() == Signing.IN_PROCESS) {
            return;
        }
        Map<String, String> before = SystemTags.in(present);
        Map<String, String> after = SystemTags.in(given);
        if (!after.keySet().containsAll(before.keySet())) {
            throw S3Errors.badRequest("InvalidTag", "System tags cannot be removed by requester");
        }
        if (!after.equals(before)) {
            throw S3Errors.badRequest(
                    "InvalidTag", "System tags cannot be added/updated by requester");
        }
    }

    /** Tags by key; rejects what S3 rejects. */
    public static Map<String, String> tags(List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        asked.forEach(tag -> tags.put(tag.key(), tag.value()));
        if (tags.size() < asked.size()) {
            throw S3Errors.badRequest(
                    "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw S3Errors.invalidTags(
                                    violation,
                                    "Bucket tag count cannot be greater than "
                                            + TagViolation.TAGS_MAX,
                                    "System tags cannot be added/updated by requester");
                        });
        return tags;
    }

    private GetBucketTaggingOutput tags(RequestContext context, GetBucketTaggingRequest input) {
        Map<String, String> tags =
                settings(context, input.bucket(), input.expectedBucketOwner()).tags();
        if (tags.isEmpty()) {
            throw S3Errors.absent("NoSuchTagSet", "The TagSet does not exist", input.bucket());
        }
        return GetBucketTaggingOutput.builder()
                .tagSet(
                        tags.entrySet().stream()
                                .map(
                                        tag ->
                                                Tag.builder()
                                                        .key(tag.getKey())
                                                        .value(tag.getValue())
                                                        .build())
                                .toList())
                .build();
    }

    private Empty deleteTags(RequestContext context, DeleteBucketTaggingRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        buckets.set(input.bucket(), settings -> settings.tagged(SystemTags.in(settings.tags())));
        return Empty.EMPTY;
    }

    private StoredSettings settings(
            RequestContext context, String bucket, @Nullable String expectedOwner) {
        return buckets.get(context, bucket, expectedOwner).settings();
    }
}
