package dev.gatehouse.metrics;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudwatch.SetAlarmStateInput;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.metrics.AlarmEvaluation.Verdict;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The states of alarms: finds them, and does what follows when they change. */
final class AlarmStates {
    /**
     * How deep composite alarms follow each other at once; what is deeper follows the next time.
     */
    private static final int DEPTH = 5;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE dd MMMM, yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Store store;
    private final Documents<StoredAlarm> documents;
    private final AlarmEvaluation evaluation;
    private final AlarmHistory history;
    private final AlarmActions actions;
    private final Clock clock;

    AlarmStates(
            Store store,
            AlarmEvaluation evaluation,
            AlarmHistory history,
            AlarmActions actions,
            Clock clock) {
        this.store = store;
        this.documents = store.documents(StoredAlarm.KIND);
        this.evaluation = evaluation;
        this.history = history;
        this.actions = actions;
        this.clock = clock;
    }

    Empty set(RequestContext context, SetAlarmStateInput input) {
        boolean found =
                change(
                        MetricNames.scope(context),
                        input.alarmName(),
                        new Verdict(input.stateValue(), input.stateReason()),
                        input.stateReasonData());
        if (!found) {
            throw MetricErrors.noAlarm(input.alarmName());
        }
        return Empty.EMPTY;
    }

    /** Finds the states of all alarms anew. */
    void evaluate() {
        Map<Scope, Map<String, StoredAlarm>> all = new HashMap<>();
        documents.forEach(
                (scope, stored) ->
                        all.computeIfAbsent(scope, _ -> new HashMap<>())
                                .put(stored.value().name(), stored.value()));
        all.forEach(this::evaluate);
    }

    private void evaluate(Scope scope, Map<String, StoredAlarm> alarms) {
        long now = clock.millis();
        alarms.replaceAll(
                (_, alarm) ->
                        alarm.isComposite()
                                ? alarm
                                : found(scope, alarm, evaluation.of(scope, alarm, now), null));
        boolean changed = true;
        for (int pass = 0; changed && pass < DEPTH; pass++) {
            Map<String, StoredAlarm> before = Map.copyOf(alarms);
            alarms.replaceAll(
                    (_, alarm) -> alarm.isComposite() ? composite(scope, alarm, alarms) : alarm);
            changed = !before.equals(alarms);
        }
    }

    /** The alarm in the state that was found. */
    private StoredAlarm found(
            Scope scope, StoredAlarm alarm, Verdict verdict, @Nullable String data) {
        if (verdict.state().equals(alarm.state())) {
            return alarm;
        }
        change(scope, alarm.name(), verdict, data);
        return alarm.in(verdict.state(), verdict.reason(), data, clock.millis());
    }

    private StoredAlarm composite(Scope scope, StoredAlarm alarm, Map<String, StoredAlarm> all) {
        CompositeRule rule = CompositeRule.parse(Objects.requireNonNull(alarm.text("AlarmRule")));
        boolean holds =
                rule.holds(
                        name -> {
                            StoredAlarm child = all.get(name);
                            return child == null ? "" : child.state();
                        });
        String state = holds ? "ALARM" : "OK";
        boolean fresh = alarm.state().equals("INSUFFICIENT_DATA");
        String reason =
                rule.alarms().stream()
                        .map(all::get)
                        .filter(Objects::nonNull)
                        .filter(_ -> !fresh)
                        .max(Comparator.comparingLong(StoredAlarm::transitionedMillis))
                        .map(
                                child ->
                                        "%s transitioned to %s at %s"
                                                .formatted(
                                                        Alarms.arn(scope, child.name()),
                                                        child.state(),
                                                        DAY.format(
                                                                Instant.ofEpochMilli(
                                                                        child
                                                                                .transitionedMillis()))))
                        .orElse(
                                "%s was created and its alarm rule evaluates to %s"
                                        .formatted(Alarms.arn(scope, alarm.name()), state));
        return found(scope, alarm, new Verdict(state, reason), null);
    }

    /** Whether there is such an alarm. */
    private boolean change(Scope scope, String name, Verdict verdict, @Nullable String data) {
        UnaryOperator<StoredAlarm> changed =
                alarm -> alarm.in(verdict.state(), verdict.reason(), data, clock.millis());
        Optional<AlarmChange> made =
                store.transact(
                        tx -> {
                            Optional<AlarmChange> change = change(tx, scope, name, changed);
                            change.filter(AlarmChange::isAnother)
                                    .ifPresent(each -> actions.add(tx, each));
                            return change;
                        });
        made.filter(AlarmChange::isAnother)
                .ifPresent(
                        change -> {
                            history.changed(change);
                            actions.tell();
                        });
        return made.isPresent();
    }

    private static Optional<AlarmChange> change(
            Transaction tx, Scope scope, String name, UnaryOperator<StoredAlarm> changed) {
        AtomicReference<@Nullable StoredAlarm> before = new AtomicReference<>();
        return tx.documents(StoredAlarm.KIND)
                .update(
                        scope,
                        name,
                        latest -> {
                            before.set(latest);
                            return changed.apply(latest);
                        })
                .map(
                        after ->
                                new AlarmChange(
                                        scope,
                                        Objects.requireNonNull(before.get()),
                                        after.value()));
    }
}
