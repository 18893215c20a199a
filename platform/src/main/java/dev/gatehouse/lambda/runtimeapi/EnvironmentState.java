package dev.gatehouse.lambda.runtimeapi;

import java.util.EnumSet;
import java.util.Set;

/** Where an environment is in its life. Every transition that is not named here is forbidden. */
public enum EnvironmentState {
    /** The runtime client is loaded and waits to be told its function. */
    WARM,
    /** The runtime was started and has not asked for an event yet: the init phase. */
    STARTING,
    /** The runtime waits for an event. */
    READY,
    /** The runtime works on an event. */
    BUSY,
    /** The runtime streams its response to its event's caller. */
    RESPONDING,
    /** The runtime has responded to its event and has not asked for another yet. */
    FINISHING,
    /** The runtime has reported that it cannot start. */
    FAILED,
    /** Nothing runs any more. */
    GONE;

    private Set<EnvironmentState> successors() {
        return switch (this) {
            case WARM -> EnumSet.of(STARTING, GONE);
            case STARTING -> EnumSet.of(READY, FAILED, GONE);
            case READY -> EnumSet.of(BUSY, GONE);
            case BUSY -> EnumSet.of(RESPONDING, FINISHING, GONE);
            case RESPONDING -> EnumSet.of(FINISHING, GONE);
            case FINISHING -> EnumSet.of(READY, GONE);
            case FAILED -> EnumSet.of(GONE);
            case GONE -> EnumSet.noneOf(EnvironmentState.class);
        };
    }

    private static final boolean[][] ALLOWED = new boolean[values().length][values().length];

    static {
        for (EnvironmentState from : values()) {
            from.successors().forEach(to -> ALLOWED[from.ordinal()][to.ordinal()] = true);
        }
    }

    /** Whether the environment may go from this state to {@code next}. */
    public boolean allows(EnvironmentState next) {
        return ALLOWED[ordinal()][next.ordinal()];
    }
}
