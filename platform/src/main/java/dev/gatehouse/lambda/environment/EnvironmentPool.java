package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.plan.FunctionVersion;
import org.jspecify.annotations.Nullable;

/** What an environment needs of those beside it: where its events come from and go to. */
public interface EnvironmentPool {

    /** What all of them run. */
    FunctionVersion version();

    /** Whether its environments are made before anybody calls. */
    default boolean isProvisioned() {
        return false;
    }

    /** Whether an environment is kept however long it has no event. */
    default boolean keeps(Environment environment) {
        return false;
    }

    /** The event that has waited longest, which no longer waits; or null. */
    @Nullable Assignment nextWaiting();

    /** An environment took an event on; called on its event loop. */
    void taken(Environment environment);

    /** Runs an event in another environment: this one ended before it began. */
    void submit(Assignment assignment);

    /** An environment begins; called on its event loop. */
    void started(Environment environment);

    /** An environment can take an event. */
    void offer(Environment environment);

    /** Takes an environment out of those that can get events; false when it just got one. */
    boolean withdraw(Environment environment);

    /** An environment ends; called on its event loop. */
    void closed(Environment environment);

    /** Nothing is left of one of them. */
    void gone();
}
