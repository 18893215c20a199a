package dev.gatehouse.lambda.async;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.store.Message;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an event, over.
 *
 * @param event null when the message is not to be understood
 * @param result what the function made of it; null when it has not run
 * @param failure why Lambda could not run it
 */
record Ended(
        String family,
        Message message,
        @Nullable AsyncEvent event,
        @Nullable InvocationResult result,
        @Nullable Throwable failure) {

    /** The same attempt under another claim of its event. */
    Ended with(Message claim) {
        return new Ended(family, claim, event, result, failure);
    }
}
