package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;

/**
 * What an environment needs to start its runtime, as often as that becomes necessary.
 *
 * @param sandbox where it runs
 * @param command what is started, in the sandbox's own paths
 * @param label the runtime, for INIT_START
 */
record Launch(Sandbox sandbox, SandboxCommand command, String label) {

    /** The program, for error messages. */
    String program() {
        return command.arguments().getFirst();
    }
}
