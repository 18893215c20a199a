package dev.gatehouse.observe;

import org.jspecify.annotations.Nullable;

/** Hears of every request, on its event loop: never blocks, and keeps no record. */
@FunctionalInterface
public interface RequestListener {
    void done(RequestRecord record);

    /**
     * A request begins.
     *
     * @param traceHeader its {@code X-Amzn-Trace-Id}, if it has one
     * @return the one that it goes on with
     */
    default @Nullable String begun(RequestRecord record, @Nullable String traceHeader) {
        return traceHeader;
    }

    /** This listener, and another one after it. */
    default RequestListener and(RequestListener next) {
        RequestListener first = this;
        return new RequestListener() {
            @Override
            public void done(RequestRecord record) {
                first.done(record);
                next.done(record);
            }

            @Override
            public @Nullable String begun(RequestRecord record, @Nullable String traceHeader) {
                return next.begun(record, first.begun(record, traceHeader));
            }
        };
    }
}
