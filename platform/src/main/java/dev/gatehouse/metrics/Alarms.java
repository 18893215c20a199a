package dev.gatehouse.metrics;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.cloudwatch.DeleteAlarmsInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsForMetricInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsForMetricOutput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsInput;
import dev.gatehouse.aws.cloudwatch.DescribeAlarmsOutput;
import dev.gatehouse.aws.cloudwatch.Dimension;
import dev.gatehouse.aws.cloudwatch.DisableAlarmActionsInput;
import dev.gatehouse.aws.cloudwatch.EnableAlarmActionsInput;
import dev.gatehouse.aws.cloudwatch.MetricAlarm;
import dev.gatehouse.aws.cloudwatch.PutCompositeAlarmInput;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.aws.cloudwatch.Tag;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations on alarms. */
final class Alarms {
    private static final int PAGE = 50;
    private static final int SCAN = 10_000;
    private static final String METRIC = "MetricAlarm";

    private final Documents<StoredAlarm> documents;
    private final AlarmHistory history;
    private final Clock clock;

    Alarms(Store store, AlarmHistory history, Clock clock) {
        this.documents = store.documents(StoredAlarm.KIND);
        this.history = history;
        this.clock = clock;
    }

    Empty put(RequestContext context, PutMetricAlarmInput input) {
        AlarmRules.check(input, context.account());
        return put(MetricNames.scope(context), input, tags(input.tags()));
    }

    Empty putComposite(RequestContext context, PutCompositeAlarmInput input) {
        Scope scope = MetricNames.scope(context);
        AlarmRules.check(input, scope.account(), name -> documents.find(scope, name).isPresent());
        return put(scope, input, tags(input.tags()));
    }

    private Empty put(Scope scope, View input, Map<String, String> tags) {
        Map<String, Object> settings = new HashMap<>(Structures.toMap(input.data()));
        settings.remove("Tags");
        settings.putIfAbsent("ActionsEnabled", true);
        long now = clock.millis();
        StoredAlarm fresh =
                new StoredAlarm(
                        settings,
                        tags,
                        "INSUFFICIENT_DATA",
                        "Unchecked: Initial alarm creation",
                        null,
                        now,
                        now,
                        now);
        requireSameType(documents.find(scope, fresh.name()), fresh);
        boolean changed = change(scope, fresh).isPresent();
        if (!changed) {
            try {
                documents.insert(scope, fresh.name(), fresh);
            } catch (DuplicateDocumentException meanwhile) {
                change(scope, fresh);
            }
        }
        history.configured(scope, fresh, !changed);
        return Empty.EMPTY;
    }

    private Optional<Stored<StoredAlarm>> change(Scope scope, StoredAlarm fresh) {
        return documents.update(scope, fresh.name(), before -> reconfigured(before, fresh));
    }

    private static void requireSameType(Optional<Stored<StoredAlarm>> before, StoredAlarm fresh) {
        if (before.isPresent() && !before.get().value().type().equals(fresh.type())) {
            throw MetricErrors.validation(
                    "An alarm of another type with the name %s exists already"
                            .formatted(fresh.name()));
        }
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
        Scope scope = MetricNames.scope(context);
        List<StoredAlarm> found =
                input.childrenOfAlarmName() != null || input.parentsOfAlarmName() != null
                        ? related(scope, input)
                        : all(scope, Objects.requireNonNullElse(input.alarmNamePrefix(), ""))
                                .filter(wanted(input))
                                .toList();
        int from = Math.min(MetricListing.offset(input.nextToken()), found.size());
        int to =
                Math.min(found.size(), from + Objects.requireNonNullElse(input.maxRecords(), PAGE));
        List<StoredAlarm> page = found.subList(from, to);
        return DescribeAlarmsOutput.builder()
                .metricAlarms(
                        page.stream()
                                .filter(each -> !each.isComposite())
                                .map(each -> AlarmViews.metric(scope, each))
                                .toList())
                .compositeAlarms(
                        page.stream()
                                .filter(StoredAlarm::isComposite)
                                .map(each -> AlarmViews.composite(scope, each))
                                .toList())
                .nextToken(to < found.size() ? String.valueOf(to) : null)
                .build();
    }

    /** Who does not ask for composite alarms is told of none. */
    private static Predicate<StoredAlarm> wanted(DescribeAlarmsInput input) {
        Set<String> names = Set.copyOf(list(input.alarmNames()));
        List<String> types =
                list(input.alarmTypes()).isEmpty() ? List.of(METRIC) : list(input.alarmTypes());
        String prefix = input.actionPrefix();
        return alarm ->
                types.contains(alarm.type())
                        && (names.isEmpty() || names.contains(alarm.name()))
                        && (input.stateValue() == null || input.stateValue().equals(alarm.state()))
                        && (prefix == null
                                || alarm.allActions().stream()
                                        .anyMatch(each -> each.startsWith(prefix)));
    }

    /** The alarms that one asks of, or those that ask of it. */
    private List<StoredAlarm> related(Scope scope, DescribeAlarmsInput input) {
        if (input.parentsOfAlarmName() != null) {
            return all(scope, "")
                    .filter(each -> children(each).contains(input.parentsOfAlarmName()))
                    .toList();
        }
        Set<String> children =
                documents
                        .find(scope, Objects.requireNonNull(input.childrenOfAlarmName()))
                        .map(each -> children(each.value()))
                        .orElse(Set.of());
        return all(scope, "").filter(each -> children.contains(each.name())).toList();
    }

    private static Set<String> children(StoredAlarm alarm) {
        String rule = alarm.text("AlarmRule");
        return rule == null ? Set.of() : CompositeRule.parse(rule).alarms();
    }

    DescribeAlarmsForMetricOutput describeForMetric(
            RequestContext context, DescribeAlarmsForMetricInput input) {
        Scope scope = MetricNames.scope(context);
        Map<String, String> dimensions = dimensions(input.dimensions());
        return DescribeAlarmsForMetricOutput.builder()
                .metricAlarms(
                        all(scope, "")
                                .filter(each -> !each.isComposite())
                                .map(each -> AlarmViews.metric(scope, each))
                                .filter(alarm -> isOf(alarm, input, dimensions))
                                .toList())
                .build();
    }

    private static boolean isOf(
            MetricAlarm alarm, DescribeAlarmsForMetricInput input, Map<String, String> dimensions) {
        return input.namespace().equals(alarm.namespace())
                && input.metricName().equals(alarm.metricName())
                && dimensions.equals(dimensions(alarm.dimensions()))
                && isAny(input.statistic(), alarm.statistic())
                && isAny(input.extendedStatistic(), alarm.extendedStatistic())
                && isAny(input.period(), alarm.period())
                && isAny(input.unit(), alarm.unit());
    }

    private static boolean isAny(@Nullable Object wanted, @Nullable Object said) {
        return wanted == null || wanted.equals(said);
    }

    private static Map<String, String> dimensions(@Nullable List<Dimension> given) {
        Map<String, String> dimensions = new HashMap<>();
        Objects.requireNonNullElse(given, List.<Dimension>of())
                .forEach(each -> dimensions.put(each.name(), each.value()));
        return dimensions;
    }

    private Stream<StoredAlarm> all(Scope scope, String prefix) {
        return documents.list(scope, prefix, null, SCAN).stream().map(Stored::value);
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
        for (String name : input.alarmNames()) {
            documents.delete(scope, name);
            history.forget(scope, name);
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
}
