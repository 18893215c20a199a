package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * The signals that a wait condition waits for itself, without a handle (CloudFormation User Guide,
 * "CreationPolicy attribute"). Of the types that may wait so, it is the one that a node makes.
 */
public final class CreationPolicy {
    static final String NAME = "CreationPolicy";
    private static final String TYPE = "AWS::CloudFormation::WaitCondition";
    private static final String COUNT = "Count";
    private static final String TIMEOUT = "Timeout";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration MOST = Duration.ofHours(12);

    private CreationPolicy() {}

    static boolean isFor(String type) {
        return type.equals(TYPE);
    }

    /** The properties with what the policy says, as those of a condition without a handle. */
    static ObjectNode over(String logicalId, ObjectNode properties, JsonNode policy) {
        JsonNode signal = policy.path("ResourceSignal");
        if (!policy.isObject() || policy.size() != 1 || !signal.isObject()) {
            throw TemplateErrors.of(
                    "Template error: CreationPolicy of resource %s must be a ResourceSignal",
                    logicalId);
        }
        for (String member : (Iterable<String>) signal::fieldNames) {
            if (!member.equals(COUNT) && !member.equals(TIMEOUT)) {
                throw TemplateErrors.of(
                        "Template error: ResourceSignal of resource %s has no %s",
                        logicalId, member);
            }
        }
        ObjectNode whole = properties.deepCopy();
        whole.put("Handle", "");
        // Also what a function gives, as of a property.
        whole.set(COUNT, signal.has(COUNT) ? signal.get(COUNT) : IntNode.valueOf(1));
        whole.put(TIMEOUT, Long.toString(patience(logicalId, signal).toSeconds()));
        return whole;
    }

    private static Duration patience(String logicalId, JsonNode signal) {
        String written = signal.path(TIMEOUT).asText(PATIENCE.toString());
        try {
            Duration asked = Duration.parse(written);
            if (!asked.isNegative() && asked.compareTo(MOST) <= 0) {
                return asked;
            }
        } catch (DateTimeParseException _) {
            // Told with those that are too long.
        }
        throw TemplateErrors.of(
                "Template error: the Timeout %s of CreationPolicy of resource %s must be a duration"
                        + " of ISO 8601, of 12 hours at most",
                written, logicalId);
    }
}
