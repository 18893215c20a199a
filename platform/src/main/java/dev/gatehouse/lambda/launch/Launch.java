package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import java.time.Instant;
import java.util.List;

/**
 * What an environment needs to start its runtime, as often as that becomes necessary.
 *
 * @param sandbox where it runs
 * @param api what it polls
 * @param command what is started, in the sandbox's own paths
 * @param extensions what is started before it
 * @param log where all that it says goes
 * @param label the runtime, for INIT_START
 * @param warnings what differs from AWS, for the log
 * @param expiry when its credentials end; it gets no event shortly before
 */
public record Launch(
        Sandbox sandbox,
        RuntimeApi api,
        SandboxCommand command,
        List<SandboxCommand> extensions,
        EnvironmentLog log,
        String label,
        List<String> warnings,
        Instant expiry) {

    /** The same with another Runtime API. */
    public Launch on(RuntimeApi other) {
        return new Launch(sandbox, other, command, extensions, log, label, warnings, expiry);
    }

    /** The program, for error messages. */
    public String program() {
        return command.arguments().getFirst();
    }
}
