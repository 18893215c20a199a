package dev.gatehouse.events.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A call of a target that is to be made.
 *
 * @param account whose the schedule is
 * @param region where it is
 * @param group its group
 * @param schedule its ARN
 * @param target as it was when the call was due
 * @param due when that was
 * @param execution the id of the call
 * @param failures how often it failed
 */
record PendingCall(
        String account,
        String region,
        String group,
        String schedule,
        Map<String, Object> target,
        String due,
        String execution,
        int failures) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Optional<PendingCall> of(Message message) {
        try {
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            PendingCall first = JSON.readValue(text, PendingCall.class);
            return Optional.of(first.failed(Integer.parseInt(message.state())));
        } catch (JsonProcessingException notUnderstood) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a call is always JSON", e);
        }
    }

    Scope scope() {
        return new Scope(new AccountId(account), new Region(region));
    }

    ScheduleTarget to() {
        return new ScheduleTarget(target);
    }

    /** The same after so many attempts that failed. */
    PendingCall failed(int times) {
        return new PendingCall(account, region, group, schedule, target, due, execution, times);
    }

    Instant dueAt() {
        return Instant.parse(due);
    }

    /** What the target gets: its input with what stands for this call, or a notification. */
    String input() {
        String given = to().input();
        return given == null ? notification() : filled(given);
    }

    private String filled(String text) {
        return text.replace("<aws.scheduler.schedule-arn>", schedule)
                .replace("<aws.scheduler.scheduled-time>", due)
                .replace("<aws.scheduler.execution-id>", execution)
                .replace("<aws.scheduler.attempt-number>", String.valueOf(failures + 1));
    }

    private String notification() {
        return JSON.createObjectNode()
                .put("version", "0")
                .put("id", execution)
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.scheduler")
                .put("account", account)
                .put("time", due)
                .put("region", region)
                .put("detail", "{}")
                .set("resources", JSON.createArrayNode().add(schedule))
                .toString();
    }
}
