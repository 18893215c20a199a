package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.Specialisation;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxProcess;

/**
 * An interpreter with its runtime client loaded, in a sandbox of its own, that waits to be told
 * whose function it runs.
 *
 * @param sandbox without code yet
 * @param api what it polls
 * @param session its life so far
 * @param process it
 * @param ticker the heartbeat of its event loop
 */
public record WarmRuntime(
        Sandbox sandbox,
        RuntimeApi api,
        RuntimeSession session,
        SandboxProcess process,
        Ticker ticker) {

    /** Whether it can still become a function's: the machine may have ended it meanwhile. */
    public boolean isAlive() {
        return !process.exit().isComplete();
    }

    /** Ends it without ever having been a function's. */
    public void discard() {
        api.close();
        sandbox.close();
    }

    /**
     * One that becomes a function's.
     *
     * @param runtime in a sandbox that has the function's code by now
     * @param function what it will be told
     */
    public record Adopted(WarmRuntime runtime, Specialisation function) {}
}
