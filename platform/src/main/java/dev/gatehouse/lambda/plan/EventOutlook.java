package dev.gatehouse.lambda.plan;

import dev.gatehouse.kernel.Arn;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of an event of a function, as things are now.
 *
 * @param invoked the function's ARN with the version or alias that the event was sent to
 * @param deadLetters the ARN that it goes to when it is dropped; null for nowhere
 * @param role in whose name anything is sent; null when there is no such version any more
 */
public record EventOutlook(
        Arn invoked, EventSettings settings, @Nullable String deadLetters, @Nullable Arn role) {

    /** Of a function that is gone. */
    public static EventOutlook none(Arn invoked) {
        return new EventOutlook(invoked, EventSettings.NONE, null, null);
    }
}
