package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.CompositeAlarm;
import dev.gatehouse.aws.cloudwatch.MetricAlarm;
import dev.gatehouse.aws.cloudwatch.PutCompositeAlarmInput;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alarms as responses tell of them. */
final class AlarmViews {
    private AlarmViews() {}

    static MetricAlarm metric(Scope scope, StoredAlarm alarm) {
        PutMetricAlarmInput settings = alarm.input();
        return MetricAlarm.builder()
                .alarmName(settings.alarmName())
                .alarmArn(Alarms.arn(scope, settings.alarmName()))
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

    static CompositeAlarm composite(Scope scope, StoredAlarm alarm) {
        PutCompositeAlarmInput settings = alarm.composite();
        return CompositeAlarm.builder()
                .alarmName(settings.alarmName())
                .alarmArn(Alarms.arn(scope, settings.alarmName()))
                .alarmDescription(settings.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(Instant.ofEpochMilli(alarm.configuredMillis()))
                .alarmRule(settings.alarmRule())
                .actionsEnabled(settings.actionsEnabled())
                .okActions(list(settings.okActions()))
                .alarmActions(list(settings.alarmActions()))
                .insufficientDataActions(list(settings.insufficientDataActions()))
                .stateValue(alarm.state())
                .stateReason(alarm.reason())
                .stateReasonData(alarm.reasonData())
                .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.updatedMillis()))
                .stateTransitionedTimestamp(Instant.ofEpochMilli(alarm.transitionedMillis()))
                .build();
    }

    private static <T> List<T> list(@Nullable List<T> given) {
        return Objects.requireNonNullElse(given, List.of());
    }
}
