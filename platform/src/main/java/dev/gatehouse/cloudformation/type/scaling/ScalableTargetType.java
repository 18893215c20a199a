package dev.gatehouse.cloudformation.type.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApplicationAutoScaling::ScalableTarget}: how far something scales, and when. */
public final class ScalableTargetType implements ResourceType {
    static final String SERVICE = "applicationautoscaling";
    static final String NAMESPACE = "ServiceNamespace";
    static final String RESOURCE = "ResourceId";
    static final String DIMENSION = "ScalableDimension";
    private static final String ACTIONS = "ScheduledActions";
    private static final String ACTION_NAME = "ScheduledActionName";
    private static final String SUSPENDED = "SuspendedState";

    @Override
    public String name() {
        return "AWS::ApplicationAutoScaling::ScalableTarget";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAMESPACE,
                RESOURCE,
                DIMENSION,
                "MinCapacity",
                "MaxCapacity",
                "RoleARN",
                ACTIONS + ".*",
                SUSPENDED + ".*",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.set(NAMESPACE, declared.path(NAMESPACE));
        input.set(DIMENSION, declared.path(DIMENSION));
        input.putArray("ResourceIds").add(declared.path(RESOURCE));
        JsonNode found =
                target.call(SERVICE, "DescribeScalableTargets", input).path("ScalableTargets");
        return found.isEmpty() ? List.of() : List.of(physical(declared));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = settings(declared);
        if (declared.has("Tags")) {
            input.set("Tags", Tagging.map(declared.get("Tags")));
        }
        target.call(SERVICE, "RegisterScalableTarget", input);
        Physical made = physical(declared);
        Target.complete(
                () -> schedule(target, Target.input(), declared),
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = settings(declared);
        if (!declared.has(SUSPENDED) && before.has(SUSPENDED)) {
            input.putObject(SUSPENDED)
                    .put("DynamicScalingInSuspended", false)
                    .put("DynamicScalingOutSuspended", false)
                    .put("ScheduledScalingSuspended", false);
        }
        JsonNode registered = target.call(SERVICE, "RegisterScalableTarget", input);
        schedule(target, before, declared);
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            retag(target, registered.path("ScalableTargetARN").asText(), before, declared);
        }
        return current;
    }

    private static void retag(Target target, String arn, ObjectNode before, ObjectNode declared) {
        JsonNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put("ResourceARN", arn);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagResource", input);
        }
        if (!declared.path("Tags").isEmpty()) {
            ObjectNode input = Target.input().put("ResourceARN", arn);
            input.set("Tags", Tagging.map(declared.get("Tags")));
            target.call(SERVICE, "TagResource", input);
        }
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeregisterScalableTarget", named(declared));
    }

    /** Puts the actions that are declared, and deletes those that no longer are. */
    private static void schedule(Target target, ObjectNode before, ObjectNode declared) {
        List<String> wanted = new ArrayList<>();
        for (JsonNode action : declared.path(ACTIONS)) {
            wanted.add(action.path(ACTION_NAME).asText());
            ObjectNode input = named(declared);
            action.properties().forEach(each -> input.set(each.getKey(), each.getValue()));
            seconds(input, "StartTime");
            seconds(input, "EndTime");
            target.call(SERVICE, "PutScheduledAction", input);
        }
        for (JsonNode action : before.path(ACTIONS)) {
            String name = action.path(ACTION_NAME).asText();
            if (!wanted.contains(name)) {
                target.remove(
                        SERVICE, "DeleteScheduledAction", named(declared).put(ACTION_NAME, name));
            }
        }
    }

    /** Templates have times as text, the operation in seconds. */
    private static void seconds(ObjectNode input, String name) {
        if (input.path(name).isTextual()) {
            try {
                input.put(name, Instant.parse(input.get(name).asText()).getEpochSecond());
            } catch (DateTimeParseException wrong) {
                return; // The operation says so.
            }
        }
    }

    private static ObjectNode settings(ObjectNode declared) {
        ObjectNode input = named(declared);
        for (String same : List.of("MinCapacity", "MaxCapacity", "RoleARN", SUSPENDED)) {
            if (declared.has(same)) {
                input.set(same, declared.get(same));
            }
        }
        return input;
    }

    private static ObjectNode named(ObjectNode declared) {
        ObjectNode input = Target.input();
        for (String same : List.of(NAMESPACE, RESOURCE, DIMENSION)) {
            input.set(same, declared.path(same));
        }
        return input;
    }

    private static Physical physical(ObjectNode declared) {
        String id =
                "%s|%s|%s"
                        .formatted(
                                declared.path(RESOURCE).asText(),
                                declared.path(DIMENSION).asText(),
                                declared.path(NAMESPACE).asText());
        return new Physical(id).with("Id", id);
    }
}
