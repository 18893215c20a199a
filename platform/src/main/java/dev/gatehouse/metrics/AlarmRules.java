package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.MetricDataQuery;
import dev.gatehouse.aws.cloudwatch.PutCompositeAlarmInput;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.metrics.query.Statistic;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What alarms may say. */
final class AlarmRules {
    private static final Set<String> COMPARISONS =
            Set.of(
                    "GreaterThanOrEqualToThreshold",
                    "GreaterThanThreshold",
                    "LessThanThreshold",
                    "LessThanOrEqualToThreshold");
    private static final Set<String> MISSING =
            Set.of("breaching", "notBreaching", "ignore", "missing");

    private AlarmRules() {}

    /**
     * Rejects what CloudWatch rejects of a composite alarm.
     *
     * @param exists whether there is an alarm of a name
     */
    static void check(PutCompositeAlarmInput alarm, AccountId account, Predicate<String> exists) {
        if (alarm.actionsSuppressor() != null) {
            throw MetricErrors.unsupported("ActionsSuppressor");
        }
        if (alarm.actionsSuppressorWaitPeriod() != null
                || alarm.actionsSuppressorExtensionPeriod() != null) {
            throw MetricErrors.validation(
                    "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an"
                            + " ActionsSuppressor");
        }
        List<String> unknown =
                CompositeRule.parse(alarm.alarmRule()).alarms().stream()
                        .filter(exists.negate())
                        .toList();
        if (!unknown.isEmpty()) {
            throw MetricErrors.validation("AlarmRule names alarms that do not exist: " + unknown);
        }
        checkActions(
                account, alarm.okActions(), alarm.alarmActions(), alarm.insufficientDataActions());
    }

    @SafeVarargs
    private static void checkActions(AccountId account, @Nullable List<String>... lists) {
        for (List<String> actions : lists) {
            for (String action : Objects.requireNonNullElse(actions, List.<String>of())) {
                if (!AlarmActions.isKnown(action, account)) {
                    throw MetricErrors.unsupported("The alarm action " + action);
                }
            }
        }
    }

    /** Rejects what CloudWatch rejects, and what the node does not evaluate. */
    static void check(PutMetricAlarmInput alarm, AccountId account) {
        checkActions(
                account, alarm.okActions(), alarm.alarmActions(), alarm.insufficientDataActions());
        if (alarm.evaluationCriteria() != null || alarm.evaluationInterval() != null) {
            throw MetricErrors.unsupported("EvaluationCriteria");
        }
        if (alarm.thresholdMetricId() != null) {
            throw MetricErrors.unsupported("ThresholdMetricId");
        }
        String comparison = alarm.comparisonOperator();
        if (comparison == null) {
            throw MetricErrors.validation("ComparisonOperator must be specified");
        }
        if (!COMPARISONS.contains(comparison)) {
            throw MetricErrors.unsupported("ComparisonOperator " + comparison);
        }
        if (alarm.threshold() == null) {
            throw MetricErrors.validation("Threshold must be specified");
        }
        Integer periods = alarm.evaluationPeriods();
        if (periods == null) {
            throw MetricErrors.validation("EvaluationPeriods must be specified");
        }
        if (Objects.requireNonNullElse(alarm.datapointsToAlarm(), 1) > periods) {
            throw MetricErrors.validation(
                    "DatapointsToAlarm must not be greater than EvaluationPeriods");
        }
        if (!MISSING.contains(Objects.requireNonNullElse(alarm.treatMissingData(), "missing"))) {
            throw MetricErrors.validation(
                    "Option "
                            + alarm.treatMissingData()
                            + " is not supported for TreatMissingData");
        }
        if (alarm.metrics() == null || alarm.metrics().isEmpty()) {
            checkMetric(alarm);
        } else {
            checkQueries(alarm, alarm.metrics());
        }
    }

    private static void checkMetric(PutMetricAlarmInput alarm) {
        if (alarm.metricName() == null || alarm.namespace() == null) {
            throw MetricErrors.validation("MetricName and Namespace must be specified");
        }
        if ((alarm.statistic() == null) == (alarm.extendedStatistic() == null)) {
            throw MetricErrors.validation(
                    "Exactly one of Statistic and ExtendedStatistic must be specified");
        }
        if (alarm.extendedStatistic() != null
                && Statistic.parse(alarm.extendedStatistic()).isEmpty()) {
            throw MetricErrors.unsupported("ExtendedStatistic " + alarm.extendedStatistic());
        }
        Integer period = alarm.period();
        if (period == null) {
            throw MetricErrors.validation("Period must be specified");
        }
        if (period != 10 && period != 20 && period != 30 && period % 60 != 0) {
            throw MetricErrors.validation("Period must be 10, 20, 30 or a multiple of 60");
        }
    }

    private static void checkQueries(PutMetricAlarmInput alarm, List<MetricDataQuery> queries) {
        if (alarm.metricName() != null
                || alarm.statistic() != null
                || alarm.period() != null
                || alarm.dimensions() != null && !alarm.dimensions().isEmpty()) {
            throw MetricErrors.validation(
                    "Metrics cannot be combined with MetricName, Dimensions, Period, Statistic");
        }
        long returned =
                queries.stream().filter(each -> !Boolean.FALSE.equals(each.returnData())).count();
        if (returned != 1) {
            throw MetricErrors.validation(
                    "Exactly one element of the metrics list should return data");
        }
    }
}
