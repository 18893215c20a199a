package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import java.util.Map;

/** The errors that Lambda reports in a runtime's place, in AWS's words. */
final class Errors {
    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    1, "hangup",
                    2, "interrupt",
                    3, "quit",
                    4, "illegal instruction",
                    6, "aborted",
                    8, "floating point exception",
                    9, "killed",
                    11, "segmentation fault",
                    13, "broken pipe",
                    15, "terminated");

    /** The program of a package that brings none. */
    private static final String NO_BOOTSTRAP = "/var/runtime/bootstrap";

    private Errors() {}

    /**
     * The type of the error for a process that ended while it was needed.
     *
     * @param ownProgram whether the package brings the program, and not the runtime
     */
    static String exitType(SandboxExit exit, boolean ownProgram) {
        if (exit.startFailure().isPresent()) {
            return ownProgram ? "Runtime.InvalidEntrypoint" : "Runtime.ExitError";
        }
        return exit.outOfMemory() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    }

    /** What happened, without the request's id. */
    static String exitReason(SandboxExit exit, String program, boolean ownProgram) {
        if (exit.startFailure().isPresent() && !ownProgram) {
            // On AWS a shell starts the runtime, so a wrapper that is missing is the shell's
            // affair.
            return "Runtime exited with error: exit status 127";
        }
        if (exit.startFailure().isPresent()) {
            String reason = exit.startFailure().get();
            if (program.endsWith(NO_BOOTSTRAP)) {
                return "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
            }
            return "fork/exec " + program + ": " + reason.toLowerCase(java.util.Locale.ROOT);
        }
        if (exit.signal() != 0) {
            String name = SIGNALS.getOrDefault(exit.signal(), "signal " + exit.signal());
            return "Runtime exited with error: signal: " + name;
        }
        return exit.code() == 0
                ? "Runtime exited without providing a reason"
                : "Runtime exited with error: exit status " + exit.code();
    }

    /** An error document that names the request, as AWS writes it. */
    static RuntimeResponse.Failure of(String type, String requestId, String reason) {
        return RuntimeResponse.Failure.of(type, "RequestId: " + requestId + " Error: " + reason);
    }
}
