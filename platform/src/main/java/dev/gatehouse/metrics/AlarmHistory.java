package dev.gatehouse.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.cloudwatch.AlarmHistoryItem;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmHistoryInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmHistoryOutput;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to alarms: the last hundred items of each, for thirty days. An alarm that is
 * deleted takes its own with it.
 */
final class AlarmHistory {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmHistory.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;
    private static final int SCAN = 10_000;
    private static final Duration KEPT = Duration.ofDays(30);

    private final Documents<Story> documents;
    private final Clock clock;

    AlarmHistory(Store store, Clock clock) {
        this.documents = store.documents(Story.KIND);
        this.clock = clock;
    }

    /** The items of an alarm, the newest last. */
    record Story(String alarmType, List<Item> items) {
        static final Kind<Story> KIND = new Kind<>("cloudwatch.alarmhistory", Story.class);

        Story with(Item item) {
            long oldest = item.millis() - KEPT.toMillis();
            List<Item> all = new ArrayList<>(items);
            all.removeIf(each -> each.millis() < oldest);
            all.add(item);
            return new Story(
                    alarmType,
                    List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size())));
        }
    }

    /**
     * @param type ConfigurationUpdate, StateUpdate or Action
     * @param data JSON
     */
    record Item(String type, long millis, String summary, String data) {}

    /** An alarm was made, or made anew. */
    void configured(Scope scope, StoredAlarm alarm, boolean created) {
        ObjectNode data =
                JSON.createObjectNode()
                        .put("version", "1.0")
                        .put("type", created ? "Create" : "Update");
        data.set(created ? "createdAlarm" : "updatedAlarm", JSON.valueToTree(alarm.settings()));
        add(
                scope,
                alarm,
                "ConfigurationUpdate",
                "Alarm \"%s\" %s".formatted(alarm.name(), created ? "created" : "updated"),
                data);
    }

    /** An alarm is in another state. */
    void changed(AlarmChange change) {
        ObjectNode data = JSON.createObjectNode().put("version", "1.0");
        data.set("oldState", state(change.before()));
        data.set("newState", state(change.after()));
        add(
                change.scope(),
                change.after(),
                "StateUpdate",
                "Alarm updated from %s to %s"
                        .formatted(change.before().state(), change.after().state()),
                data);
    }

    /**
     * An action was taken, or could not be. Of an alarm that is gone nothing is told.
     *
     * @param error null when it was
     */
    void acted(AlarmActions.Action taken, @Nullable String error) {
        ObjectNode data =
                JSON.createObjectNode()
                        .put("actionState", error == null ? "Succeeded" : "Failed")
                        .put("stateUpdateTimestamp", AlarmChange.time(taken.updatedMillis()))
                        .put("notificationResource", taken.action());
        if (error != null) {
            data.put("error", error);
        }
        String summary =
                (error == null ? "Successfully executed action " : "Failed to execute action ")
                        + taken.action();
        Item item = new Item("Action", clock.millis(), summary, data.toString());
        if (!append(taken.scope(), taken.alarm(), item)) {
            LOG.debug("alarm {} was deleted before it acted", taken.alarm());
        }
    }

    void forget(Scope scope, String name) {
        documents.delete(scope, name);
    }

    private static ObjectNode state(StoredAlarm alarm) {
        ObjectNode state =
                JSON.createObjectNode()
                        .put("stateValue", alarm.state())
                        .put("stateReason", alarm.reason());
        return alarm.reasonData() == null
                ? state
                : state.put("stateReasonData", alarm.reasonData());
    }

    private void add(Scope scope, StoredAlarm alarm, String type, String summary, ObjectNode data) {
        Item item = new Item(type, clock.millis(), summary, data.toString());
        if (append(scope, alarm.name(), item)) {
            return;
        }
        try {
            documents.insert(scope, alarm.name(), new Story(alarm.type(), List.of(item)));
        } catch (DuplicateDocumentException meanwhile) {
            append(scope, alarm.name(), item);
        }
    }

    private boolean append(Scope scope, String name, Item item) {
        return documents.update(scope, name, story -> story.with(item)).isPresent();
    }

    DescribeAlarmHistoryOutput describe(RequestContext context, DescribeAlarmHistoryInput input) {
        Scope scope = MetricNames.scope(context);
        if (input.alarmContributorId() != null) {
            throw MetricErrors.unsupported("AlarmContributorId");
        }
        String name = input.alarmName();
        List<String> types = Objects.requireNonNullElse(input.alarmTypes(), List.of());
        Comparator<AlarmHistoryItem> order =
                Comparator.comparing(each -> Objects.requireNonNull(each.timestamp()));
        List<AlarmHistoryItem> found =
                (name == null
                                ? documents.list(scope, "", null, SCAN).stream()
                                : documents.find(scope, name).stream())
                        .flatMap(each -> told(each.id(), each.value()))
                        .filter(each -> types.isEmpty() || types.contains(each.alarmType()))
                        .filter(each -> isWanted(input, each))
                        .sorted(
                                "TimestampAscending".equals(input.scanBy())
                                        ? order
                                        : order.reversed())
                        .toList();
        int from = Math.min(MetricListing.offset(input.nextToken()), found.size());
        int to =
                Math.min(found.size(), from + Objects.requireNonNullElse(input.maxRecords(), MOST));
        return DescribeAlarmHistoryOutput.builder()
                .alarmHistoryItems(found.subList(from, to))
                .nextToken(to < found.size() ? String.valueOf(to) : null)
                .build();
    }

    private static boolean isWanted(DescribeAlarmHistoryInput input, AlarmHistoryItem item) {
        Instant at = Objects.requireNonNull(item.timestamp());
        return (input.historyItemType() == null
                        || input.historyItemType().equals(item.historyItemType()))
                && (input.startDate() == null || !at.isBefore(input.startDate()))
                && (input.endDate() == null || !at.isAfter(input.endDate()));
    }

    private static Stream<AlarmHistoryItem> told(String name, Story story) {
        // Of one millisecond, the last is the newest.
        return story.items().reversed().stream()
                .map(
                        item ->
                                AlarmHistoryItem.builder()
                                        .alarmName(name)
                                        .alarmType(story.alarmType())
                                        .timestamp(Instant.ofEpochMilli(item.millis()))
                                        .historyItemType(item.type())
                                        .historySummary(item.summary())
                                        .historyData(item.data())
                                        .build());
    }
}
