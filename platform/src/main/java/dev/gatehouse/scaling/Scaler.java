package dev.gatehouse.scaling;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what time brings to scalable targets: scheduled actions, ranges that changed, and once a
 * minute what policies track. Each step is done again where a node ended between it and its mark in
 * the store, and does nothing then.
 */
final class Scaler {
    private static final Logger LOG = LoggerFactory.getLogger(Scaler.class);

    private final TargetCatalog targets;
    private final Activities activities;
    private final ScaledFunctions functions;
    private final Clock clock;

    /** Up to which minute a target's policies were asked, by scope and resource id. */
    private final Map<List<Object>, Long> asked = new ConcurrentHashMap<>();

    Scaler(TargetCatalog targets, Activities activities, ScaledFunctions functions, Clock clock) {
        this.targets = targets;
        this.activities = activities;
        this.functions = functions;
        this.clock = clock;
    }

    /** Looks at every target. */
    void tick() {
        List<Runnable> due = new ArrayList<>();
        Set<List<Object>> there = new HashSet<>();
        targets.forEach(
                (scope, target) -> {
                    there.add(List.of(scope, target.resourceId()));
                    due.add(() -> look(scope, target));
                });
        asked.keySet().retainAll(there);
        due.forEach(Runnable::run);
    }

    /** Looks at one target now. */
    void look(Scope scope, StoredTarget target) {
        try {
            StoredTarget now = fulfilled(scope, settled(scope, acted(scope, target)));
            track(scope, now);
        } catch (ServiceException rejected) {
            LOG.warn("{} is not scaled: {}", target.resourceId(), rejected.text());
        } catch (RuntimeException problem) {
            LOG.warn("{} is not scaled", target.resourceId(), problem);
        }
    }

    /** Scheduled actions change the range; what follows from that is kept with it. */
    private StoredTarget acted(Scope scope, StoredTarget target) {
        long now = clock.millis();
        if (target.due(now).isEmpty()) {
            return target;
        }
        return targets.update(scope, target.resourceId(), each -> act(each, now)).orElse(target);
    }

    private static StoredTarget act(StoredTarget target, long now) {
        StoredTarget acted = target;
        for (StoredAction action = target.due(now).orElse(null);
                action != null;
                action = acted.due(now).orElse(null)) {
            StoredTarget.Range range = acted.range().to(action.min(), action.max());
            acted =
                    acted.with(action.after(now))
                            .within(range, "scheduled action name " + action.name());
        }
        return acted;
    }

    /** Brings a capacity into its range, where that may be needed. */
    private StoredTarget settled(Scope scope, StoredTarget target) {
        if (target.cause() == null) {
            return target;
        }
        ScaledResource resource = ScaledResource.of(target.resourceId());
        String key = null;
        try {
            int capacity = functions.capacity(scope, resource);
            String cause = target.range().cause(capacity);
            if (cause != null) {
                key = change(scope, target, target.range().clamp(capacity), cause);
            }
        } catch (ServiceException gone) {
            if (gone.status() >= 500) {
                throw gone;
            }
            LOG.info("{}: {}", target.resourceId(), gone.text());
        }
        String working = key == null ? target.working() : key;
        return targets.update(
                        scope,
                        target.resourceId(),
                        each ->
                                each.range().equals(target.range())
                                        ? each.settled().waitingFor(working)
                                        : each.waitingFor(working))
                .orElse(target);
    }

    /** Changes a capacity; what is rejected is told with the other activities. */
    private @Nullable String change(Scope scope, StoredTarget target, int capacity, String cause) {
        String resourceId = target.resourceId();
        try {
            functions.change(scope, ScaledResource.of(resourceId), capacity);
        } catch (ServiceException rejected) {
            activities.add(scope, resourceId, capacity, cause, rejected.text());
            return null;
        }
        return activities.add(scope, resourceId, capacity, cause, null);
    }

    private StoredTarget fulfilled(Scope scope, StoredTarget target) {
        String working = target.working();
        if (working == null || !isReady(scope, target)) {
            return target;
        }
        activities.fulfilled(scope, working);
        return targets.update(
                        scope,
                        target.resourceId(),
                        each -> working.equals(each.working()) ? each.waitingFor(null) : each)
                .orElse(target);
    }

    /** What is gone is as ready as it will ever be. */
    private boolean isReady(Scope scope, StoredTarget target) {
        try {
            return functions.isReady(scope, ScaledResource.of(target.resourceId()));
        } catch (ServiceException gone) {
            return true;
        }
    }

    /** Once in every minute. */
    private void track(Scope scope, StoredTarget target) {
        if (target.policies().isEmpty()) {
            return;
        }
        long end = clock.millis() / TargetTracking.MINUTE * TargetTracking.MINUTE;
        Long before = asked.put(List.of(scope, target.resourceId()), end);
        if (before != null && before == end) {
            return;
        }
        int capacity = functions.capacity(scope, ScaledResource.of(target.resourceId()));
        Wish wish = wish(scope, target, capacity, end);
        if (wish == null) {
            return;
        }
        int wanted = target.range().clamp(wish.capacity());
        boolean out = wanted > capacity;
        boolean suspended = out ? target.range().suspendedOut() : target.range().suspendedIn();
        if (wanted == capacity || suspended || !wish.policy().isRested(out, clock.millis())) {
            return;
        }
        String cause =
                "monitor alarm TargetTracking-%s-Alarm%s-%s in state ALARM triggered policy %s"
                        .formatted(
                                target.resourceId(),
                                out ? "High" : "Low",
                                wish.policy().id(),
                                wish.policy().name());
        String changed = change(scope, target, wanted, cause);
        String working = changed == null ? target.working() : changed;
        long now = clock.millis();
        targets.update(
                scope,
                target.resourceId(),
                each ->
                        each.changing(wish.policy().name(), policy -> policy.scaled(out, now))
                                .waitingFor(working));
    }

    /** What a policy wants. */
    private record Wish(StoredPolicy policy, int capacity) {}

    /**
     * The most that a policy wants: any may scale out, and in only all together ("Multiple target
     * tracking scaling policies").
     */
    private @Nullable Wish wish(Scope scope, StoredTarget target, int capacity, long end) {
        Wish most = null;
        boolean allShrink = true;
        for (StoredPolicy policy : target.listedPolicies()) {
            Map<Long, Double> minutes =
                    functions.minutes(
                            scope,
                            ScaledResource.of(target.resourceId()),
                            policy.settings(),
                            TargetTracking.from(end),
                            end);
            OptionalInt wanted = TargetTracking.wanted(policy.settings(), minutes, end, capacity);
            boolean scalesIn = !Boolean.TRUE.equals(policy.settings().disableScaleIn());
            if (wanted.isEmpty()) {
                allShrink &= !scalesIn;
            } else if (most == null || wanted.getAsInt() > most.capacity()) {
                most = new Wish(policy, wanted.getAsInt());
            }
        }
        return most != null && (most.capacity() > capacity || allShrink) ? most : null;
    }
}
