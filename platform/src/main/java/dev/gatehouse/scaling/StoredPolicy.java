package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.ApplicationAutoScaling;
import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import dev.gatehouse.wire.format.Structures;
import java.util.Map;
import java.util.Objects;

/**
 * A policy that tracks a target value, as it is stored.
 *
 * @param configuration {@code TargetTrackingScalingPolicyConfiguration}, by the names of its
 *     members
 * @param scaledOutMillis when it scaled out last; 0 for never
 * @param scaledInMillis when it scaled in last; 0 for never
 */
record StoredPolicy(
        String name,
        String id,
        long createdMillis,
        Map<String, Object> configuration,
        long scaledOutMillis,
        long scaledInMillis) {

    /** The configuration as the operation has it. */
    TargetTrackingScalingPolicyConfiguration settings() {
        return Objects.requireNonNull(
                ApplicationAutoScaling.PUT_SCALING_POLICY
                        .input(
                                Structures.fromMap(
                                        ApplicationAutoScaling.PUT_SCALING_POLICY.model().input(),
                                        Map.of(
                                                "TargetTrackingScalingPolicyConfiguration",
                                                configuration)))
                        .targetTrackingScalingPolicyConfiguration());
    }

    StoredPolicy scaled(boolean out, long now) {
        return new StoredPolicy(
                name,
                id,
                createdMillis,
                configuration,
                out ? now : scaledOutMillis,
                out ? scaledInMillis : now);
    }

    /** Whether it may scale again: the time after its last change is over. */
    boolean isRested(boolean out, long now) {
        Integer seconds = out ? settings().scaleOutCooldown() : settings().scaleInCooldown();
        long last = out ? scaledOutMillis : Math.max(scaledInMillis, scaledOutMillis);
        return now >= last + 1000L * (seconds == null ? 0 : seconds);
    }
}
