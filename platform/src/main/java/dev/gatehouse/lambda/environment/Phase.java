package dev.gatehouse.lambda.environment;

/** In whose time an environment's runtime starts. */
enum Phase {
    /** The environment is new. */
    INIT,
    /** An event waits for the runtime to start again. */
    INVOKE,
    /** The runtime has started. */
    STARTED,
    /** The runtime ended; the next event starts it again. */
    ENDED
}
