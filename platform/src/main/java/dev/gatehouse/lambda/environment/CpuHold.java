package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;

/**
 * Holds an environment to its function's share of the processors from its first successful init
 * phase on, where the node is told to. A runtime that starts again does so in its event's time and
 * stays held. Confined to the environment's event loop.
 */
final class CpuHold {
    private final Sandbox sandbox;
    private final EnvironmentLog log;
    private boolean pending;

    CpuHold(CpuLimit limit, Sandbox sandbox, EnvironmentLog log) {
        this.sandbox = sandbox;
        this.log = log;
        this.pending = limit == CpuLimit.QUOTA;
    }

    /** The runtime is ready for an event; the first time counts. */
    void ready() {
        if (pending) {
            pending = false;
            try {
                sandbox.holdToCpuShare(true);
            } catch (SandboxException e) {
                log.note("The function is not held to its share of CPU: " + e.getMessage());
            }
        }
    }
}
