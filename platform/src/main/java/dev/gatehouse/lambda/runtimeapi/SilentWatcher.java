package dev.gatehouse.lambda.runtimeapi;

import org.jspecify.annotations.Nullable;

/** Hears nothing of a runtime that is being ended. */
enum SilentWatcher implements RuntimeWatcher {
    INSTANCE;

    @Override
    public void ready() {}

    @Override
    public @Nullable ResponseStream responding() {
        return null;
    }

    @Override
    public void truncated() {}

    @Override
    public void responded(RuntimeResponse response) {}

    @Override
    public void initFailed(RuntimeResponse.Failure failure) {}
}
