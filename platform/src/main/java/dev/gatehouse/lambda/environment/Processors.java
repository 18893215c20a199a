package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;

/**
 * What an environment gets of the processors. Where the node is told to, it is held to its
 * function's share from its first successful init phase on; a runtime that starts again does so in
 * its event's time and stays held. Without an event it gets nothing: it is frozen, as on AWS, but
 * only after a while, so that a caller's next event right behind the last one finds it running.
 * Confined to the environment's event loop.
 */
final class Processors {
    /** Freezing and thawing cost more than a short event. */
    private static final long IDLE_NANOS = 50_000_000L;

    private final Sandbox sandbox;
    private final EnvironmentLog log;
    private boolean holds;
    private boolean freezes = true;
    private boolean frozen;

    Processors(CpuLimit limit, Sandbox sandbox, EnvironmentLog log) {
        this.sandbox = sandbox;
        this.log = log;
        this.holds = limit == CpuLimit.QUOTA;
    }

    /** The runtime is ready for an event; the first time counts. */
    void ready() {
        if (holds) {
            holds = false;
            try {
                sandbox.holdToCpuShare(true);
            } catch (SandboxException e) {
                log.note("The function is not held to its share of CPU: " + e.getMessage());
            }
        }
    }

    /** The runtime has waited for an event for so long. */
    void idle(long nanos) {
        if (!frozen && freezes && nanos > IDLE_NANOS) {
            freezes = sandbox.freeze();
            frozen = freezes;
        }
    }

    boolean isFrozen() {
        return frozen;
    }

    /** An event has come. */
    void wanted() {
        if (frozen) {
            frozen = false;
            sandbox.thaw();
        }
    }
}
