package dev.gatehouse.lambda.extension;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an extension is in its life. Every transition that is not named here is forbidden. Names
 * are those of AWS's log lines and error messages.
 */
enum ExtensionState {
    /** It runs, and has not registered. */
    STARTED("Started"),
    /** It has registered, and never asked for an event. */
    REGISTERED("Registered"),
    /** It waits for an event. */
    READY("Ready"),
    /** It works on an event. */
    RUNNING("Running"),
    /** It has reported that it cannot start. */
    INIT_ERROR("InitError"),
    /** It has reported that it cannot go on. */
    EXIT_ERROR("ExitError"),
    /** Its program could not be executed. */
    LAUNCH_ERROR("LaunchError");

    private final String label;

    ExtensionState(String label) {
        this.label = label;
    }

    /** As log lines and messages have it. */
    String label() {
        return label;
    }

    /** Whether an extension may go from this state to {@code next}. */
    boolean allows(ExtensionState next) {
        return successors().contains(next);
    }

    private Set<ExtensionState> successors() {
        return switch (this) {
            case STARTED -> EnumSet.of(REGISTERED, LAUNCH_ERROR);
            case REGISTERED -> EnumSet.of(READY, INIT_ERROR, EXIT_ERROR);
            case READY -> EnumSet.of(RUNNING, EXIT_ERROR);
            case RUNNING -> EnumSet.of(READY, EXIT_ERROR);
            case INIT_ERROR -> EnumSet.of(INIT_ERROR);
            case EXIT_ERROR -> EnumSet.of(EXIT_ERROR);
            case LAUNCH_ERROR -> EnumSet.noneOf(ExtensionState.class);
        };
    }
}
