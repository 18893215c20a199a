package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.SystemTags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code AWS::S3::Bucket} with the settings our S3 keeps. */
final class S3Bucket implements ResourceType {
    private static final String SERVICE = "s3";
    private static final String ENCRYPTION = "BucketEncryption";
    private static final String PUBLIC_ACCESS = "PublicAccessBlockConfiguration";
    private static final String VERSIONING = "VersioningConfiguration";
    private static final String TAGS = "Tags";

    @Override
    public String name() {
        return "AWS::S3::Bucket";
    }

    @Override
    public Set<String> properties() {
        String rule = ENCRYPTION + ".ServerSideEncryptionConfiguration.";
        Set<String> known = new HashSet<>(BucketLifecycle.PROPERTIES);
        known.addAll(BucketNotification.properties());
        known.addAll(
                Set.of(
                        "BucketName",
                        rule + "BucketKeyEnabled",
                        rule + "ServerSideEncryptionByDefault.SSEAlgorithm",
                        rule + "ServerSideEncryptionByDefault.KMSMasterKeyID",
                        PUBLIC_ACCESS + ".BlockPublicAcls",
                        PUBLIC_ACCESS + ".BlockPublicPolicy",
                        PUBLIC_ACCESS + ".IgnorePublicAcls",
                        PUBLIC_ACCESS + ".RestrictPublicBuckets",
                        VERSIONING + ".Status",
                        TAGS + ".*"));
        return known;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String bucket = nameOf(target, declared);
        return target.named(SERVICE, "HeadBucket", input(bucket), bucket);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String bucket = nameOf(target, declared);
        ObjectNode system = Target.input();
        system.set(TAGS, systemTags(declared.path(TAGS)));
        target.call(SERVICE, "CreateBucket", creation(target, bucket, system.path(TAGS)));
        Physical made = imported(target, new Physical(bucket));
        Target.complete(
                () -> settle(target, bucket, system, declared),
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical imported(Target target, Physical found) {
        String bucket = found.id();
        String region = target.identity().region().name();
        return new Physical(bucket)
                .with("Arn", "arn:aws:s3:::" + bucket)
                .with("DomainName", bucket + ".s3.amazonaws.com")
                .with("RegionalDomainName", bucket + ".s3." + region + ".amazonaws.com");
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        settle(target, current.id(), before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteBucket", input(current.id()));
    }

    /** Puts what differs; what the template no longer has goes back to how a bucket is made. */
    private static void settle(
            Target target, String bucket, ObjectNode before, ObjectNode declared) {
        if (differs(before, declared, ENCRYPTION)) {
            encrypt(target, bucket, declared.path(ENCRYPTION));
        }
        if (differs(before, declared, PUBLIC_ACCESS)) {
            set(target, bucket, "PublicAccessBlock", PUBLIC_ACCESS, declared.path(PUBLIC_ACCESS));
        }
        if (differs(before, declared, VERSIONING)) {
            JsonNode suspended = Target.input().put("Status", "Suspended");
            JsonNode wanted = declared.has(VERSIONING) ? declared.get(VERSIONING) : suspended;
            set(target, bucket, "BucketVersioning", VERSIONING, wanted);
        }
        if (differs(before, declared, BucketLifecycle.NAME)) {
            JsonNode rules = BucketLifecycle.rules(declared.path(BucketLifecycle.NAME));
            if (rules.isEmpty()) {
                target.call(SERVICE, "DeleteBucketLifecycle", input(bucket));
            } else {
                ObjectNode input = input(bucket);
                input.putObject(BucketLifecycle.NAME).set("Rules", rules);
                target.call(SERVICE, "PutBucketLifecycleConfiguration", input);
            }
        }
        if (differs(before, declared, BucketNotification.NAME)) {
            ObjectNode input = input(bucket);
            input.set(
                    BucketNotification.NAME,
                    BucketNotification.input(declared.path(BucketNotification.NAME)));
            target.call(SERVICE, "PutBucketNotificationConfiguration", input);
        }
        if (differs(before, declared, TAGS)) {
            JsonNode tags = declared.path(TAGS);
            ObjectNode tagging = Target.input().set("TagSet", tags);
            set(target, bucket, "BucketTagging", "Tagging", tags.isEmpty() ? tags : tagging);
        }
    }

    private static void encrypt(Target target, String bucket, JsonNode encryption) {
        ObjectNode configuration = Target.input();
        ArrayNode rules = configuration.putArray("Rules");
        for (JsonNode declared : encryption.path("ServerSideEncryptionConfiguration")) {
            ObjectNode rule = declared.deepCopy();
            JsonNode byDefault = rule.remove("ServerSideEncryptionByDefault");
            if (byDefault != null) {
                rule.set("ApplyServerSideEncryptionByDefault", byDefault);
            }
            rules.add(rule);
        }
        set(
                target,
                bucket,
                "BucketEncryption",
                "ServerSideEncryptionConfiguration",
                rules.isEmpty() ? rules : configuration);
    }

    /** Puts a setting, or deletes it when there is nothing to put. */
    private static void set(
            Target target, String bucket, String noun, String member, JsonNode value) {
        ObjectNode input = input(bucket);
        if (value.isEmpty()) {
            target.call(SERVICE, "Delete" + noun, input);
        } else {
            input.set(member, value);
            target.call(SERVICE, "Put" + noun, input);
        }
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    /** Tags of the system come with the bucket: to be allowed to make it is enough for them. */
    private static ObjectNode creation(Target target, String bucket, JsonNode tags) {
        ObjectNode configuration = Target.input();
        String region = target.identity().region().name();
        if (!region.equals("us-east-1")) {
            configuration.put("LocationConstraint", region);
        }
        if (!tags.isEmpty()) {
            configuration.set(TAGS, tags);
        }
        ObjectNode input = input(bucket);
        if (!configuration.isEmpty()) {
            input.set("CreateBucketConfiguration", configuration);
        }
        return input;
    }

    private static ArrayNode systemTags(JsonNode tags) {
        ArrayNode system = Target.input().arrayNode();
        for (JsonNode tag : tags) {
            if (SystemTags.isSystem(tag.path("Key").asText())) {
                system.add(tag);
            }
        }
        return system;
    }

    private static ObjectNode input(String bucket) {
        return Target.input().put("Bucket", bucket);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("BucketName")
                ? declared.get("BucketName").asText()
                : target.generatedLowerCaseName(63);
    }
}
