package dev.gatehouse.lambda.runtimeapi;

/** Hears what a runtime does. Called on the environment's event loop; must not block. */
public interface RuntimeWatcher {

    /** The runtime asks for its next event. The first time this ends the init phase. */
    void ready();

    /** The runtime answers the event it was given. */
    void responded(RuntimeResponse response);

    /** The runtime cannot start. It exits by itself afterwards. */
    void initFailed(RuntimeResponse.Failure failure);
}
