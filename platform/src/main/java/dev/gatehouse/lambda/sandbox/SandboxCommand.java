package dev.gatehouse.lambda.sandbox;

import java.util.List;
import java.util.Map;

/**
 * A program to start in a sandbox.
 *
 * @param arguments the program, an absolute path as the sandbox sees it, and its arguments
 * @param environment the whole environment: nothing of the node's own is added, except {@code
 *     _LAMBDA_TELEMETRY_LOG_FD} where {@code framedLogs} is wanted and the level can offer it
 * @param directory the working directory as the sandbox sees it
 * @param framedLogs whether the program knows AWS's framed log pipe (the official clients do)
 */
public record SandboxCommand(
        List<String> arguments,
        Map<String, String> environment,
        String directory,
        boolean framedLogs) {

    public SandboxCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program to start");
        }
    }
}
