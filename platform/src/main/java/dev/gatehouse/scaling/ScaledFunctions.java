package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import dev.gatehouse.store.Scope;
import java.util.Map;

/** What is scaled, and by what measure. */
interface ScaledFunctions {

    /**
     * How much provisioned concurrency is asked for, 0 for none.
     *
     * @throws dev.gatehouse.kernel.ServiceException Lambda's, such as ResourceNotFoundException
     */
    int capacity(Scope scope, ScaledResource resource);

    /** Whether as much is there as was asked for. */
    boolean isReady(Scope scope, ScaledResource resource);

    /**
     * Asks for so much.
     *
     * @throws dev.gatehouse.kernel.ServiceException Lambda's
     */
    void change(Scope scope, ScaledResource resource, int capacity);

    /**
     * What a policy tracks, by the beginning of each minute that has a value, in milliseconds.
     *
     * @param from the beginning of the first minute
     * @param to the end of the last
     */
    Map<Long, Double> minutes(
            Scope scope,
            ScaledResource resource,
            TargetTrackingScalingPolicyConfiguration settings,
            long from,
            long to);
}
