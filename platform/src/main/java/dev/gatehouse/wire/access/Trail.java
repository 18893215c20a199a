package dev.gatehouse.wire.access;

import dev.gatehouse.wire.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of every decision about a call of an AWS service; never blocks for long. */
@FunctionalInterface
public interface Trail {
    /** Keeps nothing. */
    Trail NONE = (_, _, _) -> {};

    /**
     * @param rejection why it may not be done; null when it may
     */
    void decided(RequestContext context, Call call, @Nullable Rejection rejection);

    /**
     * What was called.
     *
     * @param service the service's name in actions, such as {@code lambda}
     * @param operation such as {@code Invoke}
     * @param onData whether it is a call of an API or a function and not one that manages them
     * @param needs what it takes, and of what
     */
    record Call(String service, String operation, boolean onData, List<Need> needs) {}

    /**
     * What was missing.
     *
     * @param enforced whether it was rejected, and not only noted
     */
    record Rejection(String action, String resource, String message, boolean enforced) {

        /** The smallest statement that allows it. */
        public String statement() {
            return "{\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"%s\"}"
                    .formatted(action, resource);
        }
    }
}
