package dev.gatehouse.lambda.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of asynchronous events, as PutFunctionEventInvokeConfig was asked for it; what
 * is null was not said.
 *
 * @param qualifier {@code $LATEST}, a version or an alias
 * @param retries how often an event is repeated
 * @param ageSeconds how long an event may wait
 * @param onSuccess where records of events go that the function took
 * @param onFailure where records of events go that were dropped
 */
public record StoredEventConfig(
        String qualifier,
        @Nullable Integer retries,
        @Nullable Integer ageSeconds,
        @Nullable String onSuccess,
        @Nullable String onFailure,
        Instant modified) {}
