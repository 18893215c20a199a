package dev.gatehouse.lambda.extension;

import java.util.Locale;

/** Why extensions are shut down. */
public enum ShutdownReason {
    /** The environment is not needed any more. */
    SPINDOWN,
    /** An event took longer than it may. */
    TIMEOUT,
    /** The runtime or an extension ended, or could not start. */
    FAILURE;

    /** As the event has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
