package dev.gatehouse.events.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import java.util.HashMap;
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

    /** What can be called, and how the names of its resources begin. */
    private static final Map<String, String> SERVICES =
            Map.of(
                    "lambda", "function:",
                    "sqs", "",
                    "sns", "",
                    "events", "event-bus/",
                    "kinesis", "stream/",
                    "states", "stateMachine:",
                    "firehose", "deliverystream/");

    private static final String RETRY_POLICY = "RetryPolicy";
    private static final Map<String, Integer> USUAL_POLICY =
            Map.of("MaximumRetryAttempts", 185, "MaximumEventAgeInSeconds", 24 * 60 * 60);

    /** Targets whose input has to be JSON. */
    private static final Set<String> OF_JSON = Set.of("lambda", "states", "events");

    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "Arn",
                    "RoleArn",
                    "Input",
                    RETRY_POLICY,
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

    /** How often a call that fails is made again, at most. */
    int retries() {
        return ofPolicy("MaximumRetryAttempts");
    }

    /** For how long. */
    int retrySeconds() {
        return ofPolicy("MaximumEventAgeInSeconds");
    }

    private int ofPolicy(String member) {
        return parameter(RETRY_POLICY, member) instanceof Number given
                ? given.intValue()
                : USUAL_POLICY.getOrDefault(member, 0);
    }

    /** As GetSchedule shows it: with the whole retry policy, said or not. */
    Map<String, Object> shown() {
        Map<String, Object> policy = new HashMap<>();
        USUAL_POLICY.keySet().forEach(member -> policy.put(member, ofPolicy(member)));
        Map<String, Object> all = new HashMap<>(members);
        all.put(RETRY_POLICY, policy);
        return all;
    }

    /**
     * Rejects what cannot be called.
     *
     * @throws ServiceException ValidationException
     */
    void check() {
        members.keySet().stream()
                .filter(member -> !UNDERSTOOD.contains(member))
                .findFirst()
                .ifPresent(ScheduleTarget::reject);
        Arn arn = Arn.parse(text("Arn")).orElseThrow(() -> notOfItsForm("Arn"));
        String beginning = SERVICES.get(arn.service());
        if (beginning == null || arn.resource().endsWith(".fifo") && isTopic(arn)) {
            reject("Arn " + arn);
        } else if (!arn.resource().startsWith(beginning)) {
            throw notOfItsForm("Arn");
        }
        if (Arn.parse(text("RoleArn")).isEmpty()) {
            throw notOfItsForm("RoleArn");
        }
        if (parameter("DeadLetterConfig", "Arn") instanceof String letters
                && Arn.parse(letters).filter(queue -> queue.service().equals("sqs")).isEmpty()) {
            throw notOfItsForm("DeadLetterConfig Arn");
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

    private static ServiceException notOfItsForm(String member) {
        return SchedulerErrors.validation("Provided %s is not in correct format.", member);
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
