package dev.gatehouse.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What topics and functions are told of an alarm that changed its state ("Notifying users on alarm
 * changes", "Invoke a Lambda function from an alarm").
 */
final class AlarmMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How notifications call these statistics. */
    private static final Map<String, String> STATISTICS =
            Map.of(
                    "Average", "AVERAGE",
                    "Sum", "SUM",
                    "Minimum", "MINIMUM",
                    "Maximum", "MAXIMUM",
                    "SampleCount", "SAMPLE_COUNT");

    private AlarmMessages() {}

    /** The subject of a notification. */
    static String subject(AlarmChange change) {
        return "%s: \"%s\" in %s"
                .formatted(change.after().state(), change.name(), change.scope().region().name());
    }

    /** The message of a notification. */
    static String notification(AlarmChange change) {
        StoredAlarm alarm = change.after();
        ObjectNode message = JSON.createObjectNode();
        message.put("AlarmName", change.name())
                .put("AlarmDescription", alarm.text("AlarmDescription"))
                .put("AWSAccountId", change.scope().account().value())
                .put(
                        "AlarmConfigurationUpdatedTimestamp",
                        AlarmChange.time(alarm.configuredMillis()))
                .put("NewStateValue", alarm.state())
                .put("NewStateReason", alarm.reason())
                .put("StateChangeTime", AlarmChange.time(alarm.transitionedMillis()))
                .put("Region", change.scope().region().name())
                .put("AlarmArn", change.arn())
                .put("OldStateValue", change.before().state());
        for (String list : List.of("OKActions", "AlarmActions", "InsufficientDataActions")) {
            message.set(list, JSON.valueToTree(alarm.texts(list)));
        }
        if (alarm.isComposite()) {
            message.put("AlarmRule", alarm.text("AlarmRule"));
        } else {
            message.set("Trigger", trigger(alarm));
        }
        return message.toString();
    }

    private static ObjectNode trigger(StoredAlarm alarm) {
        ObjectNode trigger = JSON.createObjectNode();
        if (alarm.settings().get("Metrics") instanceof List<?> queries && !queries.isEmpty()) {
            trigger.set("Metrics", notified(JSON.valueToTree(queries)));
        } else {
            String statistic = alarm.text("Statistic");
            trigger.put("MetricName", alarm.text("MetricName"))
                    .put("Namespace", alarm.text("Namespace"))
                    .put("StatisticType", statistic == null ? "ExtendedStatistic" : "Statistic")
                    .put(
                            statistic == null ? "ExtendedStatistic" : "Statistic",
                            statistic == null
                                    ? alarm.text("ExtendedStatistic")
                                    : STATISTICS.get(statistic))
                    .put("Unit", alarm.text("Unit"));
            trigger.set("Dimensions", dimensions(tree(alarm, "Dimensions")));
            trigger.set("Period", tree(alarm, "Period"));
        }
        trigger.set("EvaluationPeriods", tree(alarm, "EvaluationPeriods"));
        if (alarm.settings().containsKey("DatapointsToAlarm")) {
            trigger.set("DatapointsToAlarm", tree(alarm, "DatapointsToAlarm"));
        }
        trigger.put("ComparisonOperator", alarm.text("ComparisonOperator"));
        trigger.set("Threshold", tree(alarm, "Threshold"));
        String missing = alarm.text("TreatMissingData");
        return trigger.put("TreatMissingData", missing == null ? "missing" : missing)
                .put("EvaluateLowSampleCountPercentile", "");
    }

    private static JsonNode tree(StoredAlarm alarm, String member) {
        return JSON.valueToTree(alarm.settings().get(member));
    }

    /** Dimensions have small letters in notifications. */
    private static ArrayNode dimensions(JsonNode given) {
        ArrayNode told = JSON.createArrayNode();
        given.forEach(
                each ->
                        told.addObject()
                                .put("value", each.path("Value").asText())
                                .put("name", each.path("Name").asText()));
        return told;
    }

    private static JsonNode notified(JsonNode queries) {
        queries.forEach(
                query -> {
                    if (query.path("MetricStat").path("Metric") instanceof ObjectNode metric) {
                        metric.set("Dimensions", dimensions(metric.path("Dimensions")));
                    }
                });
        return queries;
    }

    /** The event of a function. */
    static String event(AlarmChange change) {
        ObjectNode event = JSON.createObjectNode();
        event.put("source", "aws.cloudwatch")
                .put("alarmArn", change.arn())
                .put("accountId", change.scope().account().value())
                .put("time", AlarmChange.time(change.after().transitionedMillis()))
                .put("region", change.scope().region().name());
        ObjectNode data = event.putObject("alarmData").put("alarmName", change.name());
        data.set("state", state(change.after()));
        data.set("previousState", state(change.before()));
        data.set("configuration", configuration(change.after()));
        return event.toString();
    }

    private static ObjectNode state(StoredAlarm alarm) {
        ObjectNode state =
                JSON.createObjectNode().put("value", alarm.state()).put("reason", alarm.reason());
        if (alarm.reasonData() != null) {
            state.put("reasonData", alarm.reasonData());
        }
        return state.put("timestamp", AlarmChange.time(alarm.updatedMillis()));
    }

    private static ObjectNode configuration(StoredAlarm alarm) {
        ObjectNode configuration = JSON.createObjectNode();
        String description = alarm.text("AlarmDescription");
        if (description != null) {
            configuration.put("description", description);
        }
        if (alarm.isComposite()) {
            return configuration.put("alarmRule", alarm.text("AlarmRule"));
        }
        JsonNode queries = tree(alarm, "Metrics");
        ArrayNode metrics = configuration.putArray("metrics");
        if (queries.isEmpty()) {
            metrics.add(single(alarm));
        } else {
            queries.forEach(each -> metrics.add(lower(each)));
        }
        return configuration;
    }

    private static ObjectNode single(StoredAlarm alarm) {
        ObjectNode query = JSON.createObjectNode().put("id", "m1");
        ObjectNode stat = query.putObject("metricStat");
        ObjectNode metric =
                stat.putObject("metric")
                        .put("namespace", alarm.text("Namespace"))
                        .put("name", alarm.text("MetricName"));
        metric.set("dimensions", named(tree(alarm, "Dimensions")));
        stat.set("period", tree(alarm, "Period"));
        String statistic = alarm.text("Statistic");
        stat.put("stat", statistic == null ? alarm.text("ExtendedStatistic") : statistic);
        unit(stat, alarm.text("Unit"));
        return query.put("returnData", true);
    }

    private static void unit(ObjectNode stat, @Nullable String unit) {
        if (unit != null) {
            stat.put("unit", unit);
        }
    }

    /** Events have a map of dimensions. */
    private static ObjectNode named(JsonNode dimensions) {
        ObjectNode named = JSON.createObjectNode();
        dimensions.forEach(
                each -> named.put(each.path("Name").asText(), each.path("Value").asText()));
        return named;
    }

    /** A query with the names that events have. */
    private static JsonNode lower(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode lowered = JSON.createObjectNode();
        value.properties()
                .forEach(
                        each -> {
                            String name =
                                    each.getKey().equals("MetricName") ? "Name" : each.getKey();
                            lowered.set(
                                    name.substring(0, 1).toLowerCase(Locale.ROOT)
                                            + name.substring(1),
                                    name.equals("Dimensions")
                                            ? named(each.getValue())
                                            : lower(each.getValue()));
                        });
        return lowered;
    }
}
