package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ECR::Repository}. */
final class EcrRepository implements ResourceType {
    private static final String SERVICE = "ecr";
    private static final String NAME = "repositoryName";
    private static final String ARN = "Arn";
    private static final String MUTABILITY = "ImageTagMutability";
    private static final String EXCLUSIONS = "ImageTagMutabilityExclusionFilters";
    private static final String SCANNING = "ImageScanningConfiguration";
    private static final String POLICY = "RepositoryPolicyText";
    private static final String LIFECYCLE = "LifecyclePolicy";
    private static final int LONGEST_NAME = 256;

    @Override
    public String name() {
        return "AWS::ECR::Repository";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "RepositoryName",
                MUTABILITY,
                EXCLUSIONS + ".ImageTagMutabilityExclusionFilterType",
                EXCLUSIONS + ".ImageTagMutabilityExclusionFilterValue",
                SCANNING + ".ScanOnPush",
                "EncryptionConfiguration.EncryptionType",
                POLICY + ".*",
                LIFECYCLE + ".LifecyclePolicyText",
                "EmptyOnDelete",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = Target.input();
        input.putArray("repositoryNames").add(name);
        return target.named(SERVICE, "DescribeRepositories", input, name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = input(name);
        for (String same : List.of(SCANNING, "EncryptionConfiguration")) {
            if (declared.has(same)) {
                input.set(
                        Character.toLowerCase(same.charAt(0)) + same.substring(1),
                        MemberNames.lower((ObjectNode) declared.get(same)));
            }
        }
        setMutability(input, declared);
        if (declared.has("Tags")) {
            input.set("tags", declared.get("Tags"));
        }
        JsonNode repository = target.call(SERVICE, "CreateRepository", input).path("repository");
        Physical made =
                new Physical(name)
                        .with(ARN, repository.path("repositoryArn").asText())
                        .with("RepositoryUri", repository.path("repositoryUri").asText());
        Target.complete(
                () -> settle(target, name, Target.input(), declared),
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String name = current.id();
        if (differs(before, declared, MUTABILITY) || differs(before, declared, EXCLUSIONS)) {
            ObjectNode input = input(name).put("imageTagMutability", "MUTABLE");
            setMutability(input, declared);
            target.call(SERVICE, "PutImageTagMutability", input);
        }
        if (differs(before, declared, SCANNING)) {
            ObjectNode input = input(name);
            input.putObject("imageScanningConfiguration")
                    .put("scanOnPush", declared.path(SCANNING).path("ScanOnPush").asBoolean());
            target.call(SERVICE, "PutImageScanningConfiguration", input);
        }
        settle(target, name, before, declared);
        retag(target, current.attributes().path(ARN).asText(), before, declared);
        return current;
    }

    /** Tags here are pairs in capitals, and their keys are named apart. */
    private static void retag(Target target, String arn, ObjectNode before, ObjectNode declared) {
        JsonNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put("resourceArn", arn);
            input.set("tagKeys", removed);
            target.call(SERVICE, "UntagResource", input);
        }
        if (!declared.path("Tags").isEmpty() && differs(before, declared, "Tags")) {
            ObjectNode input = Target.input().put("resourceArn", arn);
            input.set("tags", declared.get("Tags"));
            target.call(SERVICE, "TagResource", input);
        }
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        boolean force = declared.path("EmptyOnDelete").asBoolean();
        target.remove(SERVICE, "DeleteRepository", input(current.id()).put("force", force));
    }

    /** Sets the two policies where they differ, or deletes what the template no longer has. */
    private static void settle(Target target, String name, ObjectNode before, ObjectNode declared) {
        if (differs(before, declared, POLICY)) {
            JsonNode policy = declared.path(POLICY);
            if (policy.isMissingNode()) {
                target.call(SERVICE, "DeleteRepositoryPolicy", input(name));
            } else {
                ObjectNode input = input(name).put("policyText", Target.document(policy));
                target.call(SERVICE, "SetRepositoryPolicy", input);
            }
        }
        if (differs(before, declared, LIFECYCLE)) {
            JsonNode text = declared.path(LIFECYCLE).path("LifecyclePolicyText");
            if (text.isMissingNode()) {
                target.call(SERVICE, "DeleteLifecyclePolicy", input(name));
            } else {
                ObjectNode input = input(name).put("lifecyclePolicyText", text.asText());
                target.call(SERVICE, "PutLifecyclePolicy", input);
            }
        }
    }

    private static void setMutability(ObjectNode input, ObjectNode declared) {
        if (declared.has(MUTABILITY)) {
            input.set("imageTagMutability", declared.get(MUTABILITY));
        }
        for (JsonNode filter : declared.path(EXCLUSIONS)) {
            input.withArray("imageTagMutabilityExclusionFilters")
                    .addObject()
                    .put(
                            "filterType",
                            filter.path("ImageTagMutabilityExclusionFilterType").asText())
                    .put("filter", filter.path("ImageTagMutabilityExclusionFilterValue").asText());
        }
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    private static ObjectNode input(String name) {
        return Target.input().put(NAME, name);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("RepositoryName")
                ? declared.get("RepositoryName").asText()
                : target.generatedLowerCaseName(LONGEST_NAME);
    }
}
