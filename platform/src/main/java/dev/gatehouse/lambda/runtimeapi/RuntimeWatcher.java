package dev.gatehouse.lambda.runtimeapi;

import org.jspecify.annotations.Nullable;

/** Hears what a runtime does. Called on the environment's event loop; must not block. */
public interface RuntimeWatcher {

    /** The runtime asks for its next event. The first time this ends the init phase. */
    void ready();

    /**
     * The runtime has started, and asks to be restored before it asks for its first event.
     *
     * @return whether it may
     */
    default boolean restoring() {
        return false;
    }

    /**
     * The runtime begins to stream its response.
     *
     * @return who takes it as it comes; null when its caller takes it whole
     */
    @Nullable ResponseStream responding();

    /** A response that streams broke off; the runtime may be about to exit. */
    void truncated();

    /** The runtime responds to the event it was given. */
    void responded(RuntimeResponse response);

    /** The runtime cannot start. It exits by itself afterwards. */
    void initFailed(RuntimeResponse.Failure failure);
}
