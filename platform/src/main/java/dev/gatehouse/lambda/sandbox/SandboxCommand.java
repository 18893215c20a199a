package dev.gatehouse.lambda.sandbox;

import java.util.List;
import java.util.Map;

/**
 * A program to start in a sandbox.
 *
 * @param arguments the program, an absolute path as the sandbox sees it, and its arguments
 * @param environment the whole environment: nothing of the node's own is added, except {@link
 *     #LOG_DESCRIPTOR_VARIABLE} where {@code framedLogs} is wanted and the level can offer it
 * @param directory the working directory as the sandbox sees it
 * @param framedLogs whether the program writes framed logs where it is offered a descriptor for
 *     them (the official clients do); they come with its output
 */
public record SandboxCommand(
        List<String> arguments,
        Map<String, String> environment,
        String directory,
        boolean framedLogs) {

    /** Tells a program the descriptor for framed logs. */
    public static final String LOG_DESCRIPTOR_VARIABLE = "_LAMBDA_TELEMETRY_LOG_FD";

    /** Which that is. */
    public static final String LOG_DESCRIPTOR = "3";

    public SandboxCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program to start");
        }
    }
}
