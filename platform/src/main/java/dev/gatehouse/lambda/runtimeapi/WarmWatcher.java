package dev.gatehouse.lambda.runtimeapi;

import org.jspecify.annotations.Nullable;

/**
 * Hears of a runtime that has no function yet. It can neither ask for events nor respond to them.
 */
public interface WarmWatcher extends RuntimeWatcher {

    /** The runtime is loaded and waits to be told its function. */
    void waiting();

    @Override
    default void ready() {
        throw new IllegalStateException("a runtime without a function asks for an event");
    }

    @Override
    default @Nullable ResponseStream responding() {
        throw new IllegalStateException("a runtime without a function responded to an event");
    }

    @Override
    default void truncated() {
        throw new IllegalStateException("a runtime without a function responded to an event");
    }

    @Override
    default void responded(RuntimeResponse response) {
        throw new IllegalStateException("a runtime without a function responded to an event");
    }

    @Override
    default void initFailed(RuntimeResponse.Failure failure) {
        throw new IllegalStateException("a runtime without a function cannot fail to load it");
    }
}
