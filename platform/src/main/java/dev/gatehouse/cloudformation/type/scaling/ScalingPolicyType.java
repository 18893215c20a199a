package dev.gatehouse.cloudformation.type.scaling;

import static dev.gatehouse.cloudformation.type.scaling.ScalableTargetType.DIMENSION;
import static dev.gatehouse.cloudformation.type.scaling.ScalableTargetType.NAMESPACE;
import static dev.gatehouse.cloudformation.type.scaling.ScalableTargetType.RESOURCE;
import static dev.gatehouse.cloudformation.type.scaling.ScalableTargetType.SERVICE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApplicationAutoScaling::ScalingPolicy}: what value a scalable target tracks. */
public final class ScalingPolicyType implements ResourceType {
    private static final String POLICY_NAME = "PolicyName";
    private static final String TARGET_ID = "ScalingTargetId";
    private static final String TRACKING = "TargetTrackingScalingPolicyConfiguration";
    private static final String ARN = "Arn";

    @Override
    public String name() {
        return "AWS::ApplicationAutoScaling::ScalingPolicy";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                POLICY_NAME,
                "PolicyType",
                TARGET_ID,
                NAMESPACE,
                RESOURCE,
                DIMENSION,
                TRACKING + ".*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode input = scaled(declared);
        input.putArray("PolicyNames").add(declared.path(POLICY_NAME));
        List<Physical> found = new ArrayList<>();
        target.call(SERVICE, "DescribeScalingPolicies", input)
                .path("ScalingPolicies")
                .forEach(each -> found.add(physical(each)));
        return found;
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = named(declared);
        for (String same : List.of("PolicyType", TRACKING)) {
            if (declared.has(same)) {
                input.set(same, declared.get(same));
            }
        }
        return physical(target.call(SERVICE, "PutScalingPolicy", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return create(target, declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteScalingPolicy", named(declared));
    }

    private static ObjectNode named(ObjectNode declared) {
        ObjectNode input = scaled(declared);
        input.set(POLICY_NAME, declared.path(POLICY_NAME));
        return input;
    }

    /**
     * What it scales, by three properties or by the id of a scalable target, which has them all.
     */
    private static ObjectNode scaled(ObjectNode declared) {
        ObjectNode input = Target.input();
        if (declared.has(TARGET_ID)) {
            String[] parts = declared.get(TARGET_ID).asText().split("\\|", -1);
            input.put(RESOURCE, parts[0]);
            input.put(DIMENSION, parts.length > 1 ? parts[1] : "");
            input.put(NAMESPACE, parts.length > 2 ? parts[2] : "");
            return input;
        }
        for (String same : List.of(NAMESPACE, RESOURCE, DIMENSION)) {
            input.set(same, declared.path(same));
        }
        return input;
    }

    private static Physical physical(JsonNode policy) {
        String arn = policy.path("PolicyARN").asText();
        return new Physical(arn).with(ARN, arn);
    }
}
