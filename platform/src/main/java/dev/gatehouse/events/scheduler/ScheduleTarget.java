package dev.gatehouse.events.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Arn;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule calls, and how (Amazon EventBridge Scheduler User Guide, "Using templated
 * targets").
 *
 * @param members Scheduler's own
 */
record ScheduleTarget(Map<String, Object> members) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SERVICES =
            Set.of("lambda", "sqs", "sns", "events", "kinesis", "states", "firehose");

    /** Targets whose input has to be JSON. */
    private static final Set<String> OF_JSON = Set.of("lambda", "states", "events");

    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "Arn",
                    "RoleArn",
                    "Input",
                    "RetryPolicy",
                    "DeadLetterConfig",
                    "SqsParameters",
                    "KinesisParameters",
                    "EventBridgeParameters");

    Arn arn() {
        return Arn.parse(text("Arn")).orElseThrow();
    }

    Arn role() {
        return Arn.parse(text("RoleArn")).orElseThrow();
    }

    private String text(String member) {
        return String.valueOf(members.get(member));
    }

    @Nullable String input() {
        return (String) members.get("Input");
    }

    /** A member of one of the groups of members; null where it is not there. */
    @Nullable Object parameter(String group, String member) {
        return members.get(group) instanceof Map<?, ?> parameters ? parameters.get(member) : null;
    }

    int number(String member, int usual) {
        return parameter("RetryPolicy", member) instanceof Number given ? given.intValue() : usual;
    }

    /**
     * Rejects what cannot be called.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationException
     */
    void check() {
        members.keySet().stream()
                .filter(member -> !UNDERSTOOD.contains(member))
                .findFirst()
                .ifPresent(ScheduleTarget::reject);
        Arn arn =
                Arn.parse(text("Arn"))
                        .orElseThrow(
                                () ->
                                        SchedulerErrors.validation(
                                                "Provided Arn is not in correct format."));
        if (!SERVICES.contains(arn.service()) || arn.resource().endsWith(".fifo") && isTopic(arn)) {
            reject("Arn " + arn);
        }
        if (Arn.parse(text("RoleArn")).isEmpty()) {
            throw SchedulerErrors.validation("Provided RoleArn is not in correct format.");
        }
        if (arn.service().equals("events") && !members.containsKey("EventBridgeParameters")) {
            throw SchedulerErrors.validation(
                    "EventBridgeParameters must be specified for an event bus.");
        }
        if (arn.service().equals("kinesis") && !members.containsKey("KinesisParameters")) {
            throw SchedulerErrors.validation("KinesisParameters must be specified for a stream.");
        }
        String input = input();
        if (input != null && OF_JSON.contains(arn.service()) && !isJson(input)) {
            throw SchedulerErrors.validation("Target Input is not valid JSON.");
        }
    }

    private static boolean isTopic(Arn arn) {
        return arn.service().equals("sns");
    }

    private static void reject(String what) {
        throw SchedulerErrors.validation(
                "The target's %s is not supported by this Gatehouse.", what);
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException none) {
            return false;
        }
    }
}
