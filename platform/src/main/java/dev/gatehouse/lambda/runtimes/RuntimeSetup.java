package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox needs to run a version of a function. Paths are those of AWS, {@code /var/task},
 * {@code /var/runtime} and {@code /opt}; whoever starts the program translates them where a sandbox
 * has no view of its own.
 *
 * @param label the runtime in INIT_START lines, such as {@code python:3.12}
 * @param mounts the client and the interpreter; code and layers are not among them
 * @param arguments the program and its arguments
 * @param warmArguments the same for a start ahead of any function; empty where there is no such
 * @param environment the runtime's own variables
 * @param framedLogs whether the program writes framed logs where it is offered the pipe
 * @param warnings what differs from AWS, for the function's log
 * @param javaTrust the trust store of its JDK, and where a sandbox sees it; empty for all others
 */
public record RuntimeSetup(
        String label,
        List<SandboxMount> mounts,
        List<String> arguments,
        List<String> warmArguments,
        Map<String, String> environment,
        boolean framedLogs,
        List<String> warnings,
        Optional<SandboxMount> javaTrust) {
    public RuntimeSetup {
        mounts = List.copyOf(mounts);
        arguments = List.copyOf(arguments);
        warmArguments = List.copyOf(warmArguments);
        environment = Map.copyOf(environment);
        warnings = List.copyOf(warnings);
    }

    /** Of a language that trusts what the system trusts. */
    public RuntimeSetup(
            String label,
            List<SandboxMount> mounts,
            List<String> arguments,
            List<String> warmArguments,
            Map<String, String> environment,
            boolean framedLogs,
            List<String> warnings) {
        this(
                label,
                mounts,
                arguments,
                warmArguments,
                environment,
                framedLogs,
                warnings,
                Optional.empty());
    }
}
