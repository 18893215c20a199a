package dev.gatehouse.observe;

/** Hears of every request once it is done, on its event loop: never blocks, and keeps no record. */
@FunctionalInterface
public interface RequestListener {
    /** Nobody listens. */
    RequestListener NONE = _ -> {};

    void done(RequestRecord record);

    /** This listener, and another one after it. */
    default RequestListener and(RequestListener next) {
        return record -> {
            done(record);
            next.done(record);
        };
    }
}
