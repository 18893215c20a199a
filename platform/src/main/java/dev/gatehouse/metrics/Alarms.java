package dev.gatehouse.metrics;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudwatch.DeleteAlarmsInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsForMetricInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsForMetricOutput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsOutput;
import dev.gatehouse.aws.cloudwatch.Dimension;
import dev.gatehouse.aws.cloudwatch.DisableAlarmActionsInput;
import dev.gatehouse.aws.cloudwatch.EnableAlarmActionsInput;
import dev.gatehouse.aws.cloudwatch.MetricAlarm;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.aws.cloudwatch.SetAlarmStateInput;
import dev.gatehouse.aws.cloudwatch.Tag;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.metrics.AlarmEvaluation.Verdict;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations on alarms, and their states. */
final class Alarms {
    private static final int PAGE = 50;
    private static final int SCAN = 10_000;

    private final Documents<StoredAlarm> documents;
    private final AlarmEvaluation evaluation;
    private final Clock clock;

    Alarms(Store store, AlarmEvaluation evaluation, Clock clock) {
        this.documents = store.documents(StoredAlarm.KIND);
        this.evaluation = evaluation;
        this.clock = clock;
    }

    Empty put(RequestContext context, PutMetricAlarmInput input) {
        AlarmRules.check(input);
        Scope scope = MetricNames.scope(context);
        Map<String, Object> settings = new HashMap<>(Structures.toMap(input.data()));
        settings.remove("Tags");
        settings.putIfAbsent("ActionsEnabled", true);
        long now = clock.millis();
        StoredAlarm fresh =
                new StoredAlarm(
                        settings,
                        tags(input.tags()),
                        "INSUFFICIENT_DATA",
                        "Unchecked: Initial alarm creation",
                        null,
                        now,
                        now,
                        now);
        boolean changed =
                documents
                        .update(scope, input.alarmName(), before -> reconfigured(before, fresh))
                        .isPresent();
        if (!changed) {
            try {
                documents.insert(scope, input.alarmName(), fresh);
            } catch (DuplicateDocumentException meanwhile) {
                documents.update(scope, input.alarmName(), before -> reconfigured(before, fresh));
            }
        }
        return Empty.EMPTY;
    }

    /** Tags are those that the alarm was made with; its state stays until it is evaluated. */
    private static StoredAlarm reconfigured(StoredAlarm before, StoredAlarm wanted) {
        return new StoredAlarm(
                wanted.settings(),
                before.tags(),
                before.state(),
                before.reason(),
                before.reasonData(),
                before.updatedMillis(),
                before.transitionedMillis(),
                wanted.configuredMillis());
    }

    static Map<String, String> tags(@Nullable List<Tag> given) {
        Map<String, String> tags = new HashMap<>();
        Objects.requireNonNullElse(given, List.<Tag>of())
                .forEach(each -> tags.put(each.key(), each.value()));
        return tags;
    }

    DescribeAlarmsOutput describe(RequestContext context, DescribeAlarmsInput input) {
        if (input.childrenOfAlarmName() != null || input.parentsOfAlarmName() != null) {
            throw MetricErrors.unsupported("ChildrenOfAlarmName");
        }
        Set<String> names =
                input.alarmNames() == null || input.alarmNames().isEmpty()
                        ? Set.of()
                        : Set.copyOf(input.alarmNames());
        boolean wanted =
                input.alarmTypes() == null
                        || input.alarmTypes().isEmpty()
                        || input.alarmTypes().contains("MetricAlarm");
        String prefix = Objects.requireNonNullElse(input.alarmNamePrefix(), "");
        List<MetricAlarm> found =
                !wanted
                        ? List.of()
                        : find(
                                context,
                                prefix,
                                alarm ->
                                        (names.isEmpty() || names.contains(alarm.alarmName()))
                                                && (input.stateValue() == null
                                                        || input.stateValue()
                                                                .equals(alarm.stateValue()))
                                                && acts(alarm, input.actionPrefix()));
        int from = Math.min(MetricListing.offset(input.nextToken()), found.size());
        int to =
                Math.min(found.size(), from + Objects.requireNonNullElse(input.maxRecords(), PAGE));
        return DescribeAlarmsOutput.builder()
                .metricAlarms(found.subList(from, to))
                .compositeAlarms(List.of())
                .nextToken(to < found.size() ? String.valueOf(to) : null)
                .build();
    }

    private static boolean acts(MetricAlarm alarm, @Nullable String prefix) {
        if (prefix == null) {
            return true;
        }
        List<String> actions = new ArrayList<>();
        actions.addAll(Objects.requireNonNullElse(alarm.alarmActions(), List.of()));
        actions.addAll(Objects.requireNonNullElse(alarm.okActions(), List.of()));
        actions.addAll(Objects.requireNonNullElse(alarm.insufficientDataActions(), List.of()));
        return actions.stream().anyMatch(each -> each.startsWith(prefix));
    }

    DescribeAlarmsForMetricOutput describeForMetric(
            RequestContext context, DescribeAlarmsForMetricInput input) {
        Map<String, String> dimensions = new HashMap<>();
        Objects.requireNonNullElse(input.dimensions(), List.<Dimension>of())
                .forEach(each -> dimensions.put(each.name(), each.value()));
        return DescribeAlarmsForMetricOutput.builder()
                .metricAlarms(
                        find(
                                context,
                                "",
                                alarm ->
                                        input.namespace().equals(alarm.namespace())
                                                && input.metricName().equals(alarm.metricName())
                                                && dimensions.equals(dimensions(alarm))
                                                && (input.statistic() == null
                                                        || input.statistic()
                                                                .equals(alarm.statistic()))
                                                && (input.extendedStatistic() == null
                                                        || input.extendedStatistic()
                                                                .equals(alarm.extendedStatistic()))
                                                && (input.period() == null
                                                        || input.period().equals(alarm.period()))
                                                && (input.unit() == null
                                                        || input.unit().equals(alarm.unit()))))
                .build();
    }

    private static Map<String, String> dimensions(MetricAlarm alarm) {
        Map<String, String> dimensions = new HashMap<>();
        Objects.requireNonNullElse(alarm.dimensions(), List.<Dimension>of())
                .forEach(each -> dimensions.put(each.name(), each.value()));
        return dimensions;
    }

    private List<MetricAlarm> find(
            RequestContext context, String prefix, Predicate<MetricAlarm> fits) {
        Scope scope = MetricNames.scope(context);
        return documents.list(scope, prefix, null, SCAN).stream()
                .map(each -> told(scope, each.value()))
                .filter(fits)
                .toList();
    }

    private static MetricAlarm told(Scope scope, StoredAlarm alarm) {
        PutMetricAlarmInput settings = alarm.input();
        return MetricAlarm.builder()
                .alarmName(settings.alarmName())
                .alarmArn(arn(scope, settings.alarmName()))
                .alarmDescription(settings.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(Instant.ofEpochMilli(alarm.configuredMillis()))
                .actionsEnabled(settings.actionsEnabled())
                .okActions(list(settings.okActions()))
                .alarmActions(list(settings.alarmActions()))
                .insufficientDataActions(list(settings.insufficientDataActions()))
                .stateValue(alarm.state())
                .stateReason(alarm.reason())
                .stateReasonData(alarm.reasonData())
                .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.updatedMillis()))
                .stateTransitionedTimestamp(Instant.ofEpochMilli(alarm.transitionedMillis()))
                .metricName(settings.metricName())
                .namespace(settings.namespace())
                .statistic(settings.statistic())
                .extendedStatistic(settings.extendedStatistic())
                .dimensions(list(settings.dimensions()))
                .period(settings.period())
                .unit(settings.unit())
                .evaluationPeriods(settings.evaluationPeriods())
                .datapointsToAlarm(settings.datapointsToAlarm())
                .threshold(settings.threshold())
                .comparisonOperator(settings.comparisonOperator())
                .treatMissingData(settings.treatMissingData())
                .evaluateLowSampleCountPercentile(settings.evaluateLowSampleCountPercentile())
                .metrics(settings.metrics())
                .build();
    }

    private static <T> List<T> list(@Nullable List<T> given) {
        return Objects.requireNonNullElse(given, List.of());
    }

    static String arn(Scope scope, String name) {
        return Arn.of("cloudwatch", scope.region(), scope.account(), "alarm:" + name).toString();
    }

    Empty delete(RequestContext context, DeleteAlarmsInput input) {
        Scope scope = MetricNames.scope(context);
        List<String> unknown =
                input.alarmNames().stream()
                        .filter(name -> documents.find(scope, name).isEmpty())
                        .toList();
        if (!unknown.isEmpty()) {
            throw MetricErrors.noAlarm(unknown.toString());
        }
        input.alarmNames().forEach(name -> documents.delete(scope, name));
        return Empty.EMPTY;
    }

    Empty setState(RequestContext context, SetAlarmStateInput input) {
        boolean found =
                documents
                        .update(
                                MetricNames.scope(context),
                                input.alarmName(),
                                alarm ->
                                        alarm.in(
                                                input.stateValue(),
                                                input.stateReason(),
                                                input.stateReasonData(),
                                                clock.millis()))
                        .isPresent();
        if (!found) {
            throw MetricErrors.noAlarm(input.alarmName());
        }
        return Empty.EMPTY;
    }

    Empty enable(RequestContext context, EnableAlarmActionsInput input) {
        return actions(context, input.alarmNames(), true);
    }

    Empty disable(RequestContext context, DisableAlarmActionsInput input) {
        return actions(context, input.alarmNames(), false);
    }

    private Empty actions(RequestContext context, List<String> names, boolean enabled) {
        for (String name : names) {
            documents.update(
                    MetricNames.scope(context),
                    name,
                    alarm -> alarm.with("ActionsEnabled", enabled));
        }
        return Empty.EMPTY;
    }

    /** Finds the states of all alarms anew. */
    void evaluate() {
        List<Due> due = new ArrayList<>();
        documents.forEach((scope, stored) -> due.add(new Due(scope, stored)));
        long now = clock.millis();
        for (Due each : due) {
            StoredAlarm alarm = each.stored().value();
            Verdict verdict = evaluation.of(each.scope(), alarm, now);
            if (!verdict.state().equals(alarm.state())) {
                documents.update(
                        each.scope(),
                        alarm.input().alarmName(),
                        latest -> latest.in(verdict.state(), verdict.reason(), null, now));
            }
        }
    }

    private record Due(Scope scope, Stored<StoredAlarm> stored) {}
}
