package dev.gatehouse.cloudformation.type.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.Signals;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code AWS::CloudFormation::WaitCondition}: is made once its handle was signalled as often as was
 * asked (CloudFormation User Guide, "Create wait conditions in a CloudFormation template").
 */
public final class WaitCondition implements ResourceType {
    private static final String NAME = "AWS::CloudFormation::WaitCondition";
    private static final int LONGEST_SECONDS = 43_200;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> properties() {
        return Set.of("Handle", "Timeout", "Count");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        if (!declared.has("Handle") || !declared.has("Timeout")) {
            throw TemplateErrors.of("WaitCondition requires properties Handle and Timeout");
        }
        int count = declared.path("Count").asInt(1);
        int seconds = Math.min(declared.path("Timeout").asInt(), LONGEST_SECONDS);
        if (isSignalledItself(declared)) {
            try {
                return signalled(target, await(signals(target, declared), count, seconds), count);
            } finally {
                target.responses().forget(target.stackId(), target.logicalId());
            }
        }
        Map<String, JsonNode> received = await(signals(target, declared), count, seconds);
        received.forEach(WaitCondition::requireSuccess);
        if (received.size() < count) {
            throw TemplateErrors.of(
                    "WaitCondition timed out. Received %d conditions when expecting %d",
                    received.size(), count);
        }
        ObjectNode data = Target.input();
        received.forEach((id, signal) -> data.put(id, signal.path("Data").asText()));
        return new Physical(target.generatedName(255)).with("Data", data.toString());
    }

    private static void requireSuccess(String id, JsonNode signal) {
        if (Signals.isFailure(signal)) {
            throw TemplateErrors.of(
                    "WaitCondition received failed message: '%s' for uniqueId: %s",
                    signal.path("Reason").asText(), id);
        }
    }

    /**
     * Whether a resource waits for signals to itself.
     *
     * @param properties with what its CreationPolicy says
     */
    public static boolean isSignalledItself(String type, ObjectNode properties) {
        return type.equals(NAME) && isSignalledItself(properties);
    }

    /** By its CreationPolicy it has no handle. */
    private static boolean isSignalledItself(ObjectNode declared) {
        return declared.path("Handle").asText().isEmpty();
    }

    private static Physical signalled(Target target, Map<String, JsonNode> received, int count) {
        long failures = received.values().stream().filter(Signals::isFailure).count();
        if (failures > 0) {
            throw TemplateErrors.of(
                    "Received %d FAILURE signal(s) out of %d. Unable to satisfy 100%%"
                            + " MinSuccessfulInstancesPercent requirement",
                    failures, count);
        }
        if (received.size() < count) {
            throw TemplateErrors.of(
                    "Failed to receive %d resource signal(s) within the specified duration",
                    count - received.size());
        }
        return new Physical(target.generatedName(255)).with("Data", "{}");
    }

    private static Signals signals(Target target, ObjectNode declared) {
        return isSignalledItself(declared)
                ? target.responses().signals(target.stackId(), target.logicalId())
                : target.responses().signals(declared.path("Handle").asText());
    }

    private static Map<String, JsonNode> await(Signals signals, int count, int seconds) {
        try {
            return signals.await(count, Duration.ofSeconds(seconds));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw TemplateErrors.of("WaitCondition was interrupted");
        }
    }

    @Override
    public void cancel(Target target, ObjectNode declared) {
        signals(target, declared).cancel();
    }

    /** Once made it waits for nothing more. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        throw TemplateErrors.of(
                "Update to resource type AWS::CloudFormation::WaitCondition is not supported");
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {}
}
