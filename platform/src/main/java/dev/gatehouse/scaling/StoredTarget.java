package dev.gatehouse.scaling;

import dev.gatehouse.store.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A scalable target as it is stored, with all that belongs to it: one document, so that it changes
 * and goes as a whole. Its key is its resource id.
 *
 * @param id what its ARN ends with
 * @param range how far it is scaled
 * @param open what is still to be done
 */
record StoredTarget(
        String resourceId,
        String id,
        long createdMillis,
        Range range,
        Map<String, String> tags,
        Map<String, StoredPolicy> policies,
        Map<String, StoredAction> actions,
        Open open) {
    static final Kind<StoredTarget> KIND = new Kind<>("scaling.target", StoredTarget.class);

    StoredTarget {
        tags = Map.copyOf(tags);
        policies = Map.copyOf(policies);
        actions = Map.copyOf(actions);
    }

    /**
     * What is still to be done for a target.
     *
     * @param cause why its capacity has to be brought into its range; null once it is
     * @param working the activity that waits for functions to be ready; null without one
     */
    record Open(@Nullable String cause, @Nullable String working) {
        static final Open NOTHING = new Open(null, null);
    }

    /**
     * How far a target is scaled, and by what not.
     *
     * @param suspendedIn whether policies may not scale it in
     * @param suspendedOut whether policies may not scale it out
     * @param suspendedSchedule whether scheduled actions do nothing
     */
    record Range(
            int min,
            int max,
            boolean suspendedIn,
            boolean suspendedOut,
            boolean suspendedSchedule) {

        int clamp(int capacity) {
            return Math.max(min, Math.min(max, capacity));
        }

        Range to(@Nullable Integer otherMin, @Nullable Integer otherMax) {
            return new Range(
                    otherMin == null ? min : otherMin,
                    otherMax == null ? max : otherMax,
                    suspendedIn,
                    suspendedOut,
                    suspendedSchedule);
        }

        /** Why a capacity has to change that is outside; null when it is not. */
        @Nullable String cause(int capacity) {
            if (capacity < min) {
                return "minimum capacity was set to " + min;
            }
            return capacity > max ? "maximum capacity was set to " + max : null;
        }
    }

    @Nullable String cause() {
        return open.cause();
    }

    @Nullable String working() {
        return open.working();
    }

    /** Its policies in the order of their names. */
    List<StoredPolicy> listedPolicies() {
        return new ArrayList<>(new TreeMap<>(policies).values());
    }

    /** Its scheduled actions in the order of their names. */
    List<StoredAction> listedActions() {
        return new ArrayList<>(new TreeMap<>(actions).values());
    }

    StoredTarget within(Range other, @Nullable String why) {
        return new StoredTarget(
                resourceId,
                id,
                createdMillis,
                other,
                tags,
                policies,
                actions,
                new Open(why, open.working()));
    }

    StoredTarget settled() {
        return within(range, null);
    }

    StoredTarget tagged(Map<String, String> others) {
        return new StoredTarget(
                resourceId, id, createdMillis, range, others, policies, actions, open);
    }

    StoredTarget waitingFor(@Nullable String activity) {
        return new StoredTarget(
                resourceId,
                id,
                createdMillis,
                range,
                tags,
                policies,
                actions,
                new Open(open.cause(), activity));
    }

    StoredTarget with(StoredPolicy policy) {
        Map<String, StoredPolicy> changed = new TreeMap<>(policies);
        changed.put(policy.name(), policy);
        return withPolicies(changed);
    }

    StoredTarget withoutPolicy(String name) {
        Map<String, StoredPolicy> changed = new TreeMap<>(policies);
        changed.remove(name);
        return withPolicies(changed);
    }

    StoredTarget changing(String policy, UnaryOperator<StoredPolicy> change) {
        return Optional.ofNullable(policies.get(policy))
                .map(known -> with(change.apply(known)))
                .orElse(this);
    }

    private StoredTarget withPolicies(Map<String, StoredPolicy> others) {
        return new StoredTarget(resourceId, id, createdMillis, range, tags, others, actions, open);
    }

    StoredTarget with(StoredAction action) {
        Map<String, StoredAction> changed = new TreeMap<>(actions);
        changed.put(action.name(), action);
        return withActions(changed);
    }

    StoredTarget withoutAction(String name) {
        Map<String, StoredAction> changed = new TreeMap<>(actions);
        changed.remove(name);
        return withActions(changed);
    }

    private StoredTarget withActions(Map<String, StoredAction> others) {
        return new StoredTarget(resourceId, id, createdMillis, range, tags, policies, others, open);
    }

    /** The first scheduled action that is due, which names come first in. */
    Optional<StoredAction> due(long now) {
        return range.suspendedSchedule()
                ? Optional.empty()
                : listedActions().stream()
                        .filter(action -> action.nextMillis() != null && action.nextMillis() <= now)
                        .findFirst();
    }
}
