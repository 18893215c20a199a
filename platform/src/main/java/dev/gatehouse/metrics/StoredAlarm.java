package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.CloudWatch;
import dev.gatehouse.aws.cloudwatch.PutCompositeAlarmInput;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.store.Kind;
import dev.gatehouse.wire.format.Structures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An alarm as it is stored.
 *
 * @param settings what PutMetricAlarm or PutCompositeAlarm said, by the names of its members
 * @param state OK, ALARM or INSUFFICIENT_DATA
 * @param reason why, in words
 * @param reasonData why, for programs; null for nothing
 * @param updatedMillis when the state was told last
 * @param transitionedMillis when it became another one
 * @param configuredMillis when the settings changed
 */
record StoredAlarm(
        Map<String, Object> settings,
        Map<String, String> tags,
        String state,
        String reason,
        @Nullable String reasonData,
        long updatedMillis,
        long transitionedMillis,
        long configuredMillis) {
    static final Kind<StoredAlarm> KIND = new Kind<>("cloudwatch.alarm", StoredAlarm.class);

    String name() {
        return String.valueOf(settings.get("AlarmName"));
    }

    /** Whether its state follows from those of others. */
    boolean isComposite() {
        return settings.containsKey("AlarmRule");
    }

    /** The sort of alarm it is, in CloudWatch's words. */
    String type() {
        return isComposite() ? "CompositeAlarm" : "MetricAlarm";
    }

    boolean actionsEnabled() {
        return !Boolean.FALSE.equals(settings.get("ActionsEnabled"));
    }

    /** What is to be done when it comes into a state. */
    List<String> actions(String state) {
        return texts(
                switch (state) {
                    case "OK" -> "OKActions";
                    case "ALARM" -> "AlarmActions";
                    default -> "InsufficientDataActions";
                });
    }

    /** Everything that may be to be done. */
    List<String> allActions() {
        return Stream.of("OKActions", "AlarmActions", "InsufficientDataActions")
                .flatMap(member -> texts(member).stream())
                .toList();
    }

    List<String> texts(String member) {
        return settings.get(member) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Nullable String text(String member) {
        return settings.get(member) instanceof String text ? text : null;
    }

    /** The settings of a composite alarm as the operation has them. */
    PutCompositeAlarmInput composite() {
        return CloudWatch.PUT_COMPOSITE_ALARM.input(
                Structures.fromMap(CloudWatch.PUT_COMPOSITE_ALARM.model().input(), settings));
    }

    /** The settings of a metric's alarm as the operation has them. */
    PutMetricAlarmInput input() {
        return CloudWatch.PUT_METRIC_ALARM.input(
                Structures.fromMap(CloudWatch.PUT_METRIC_ALARM.model().input(), settings));
    }

    /** The same in a state; whether it is another one or not. */
    StoredAlarm in(String newState, String why, @Nullable String data, long now) {
        return new StoredAlarm(
                settings,
                tags,
                newState,
                why,
                data,
                now,
                newState.equals(state) ? transitionedMillis : now,
                configuredMillis);
    }

    StoredAlarm withTags(Map<String, String> others) {
        return new StoredAlarm(
                settings,
                Map.copyOf(others),
                state,
                reason,
                reasonData,
                updatedMillis,
                transitionedMillis,
                configuredMillis);
    }

    /** The same with one setting. */
    StoredAlarm with(String member, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(member, value);
        return new StoredAlarm(
                changed,
                tags,
                state,
                reason,
                reasonData,
                updatedMillis,
                transitionedMillis,
                configuredMillis);
    }
}
