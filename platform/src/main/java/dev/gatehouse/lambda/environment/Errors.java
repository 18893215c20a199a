package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeAnswer;
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

    private Errors() {}

    /** The type of the error for a process that ended while it was needed. */
    static String exitType(SandboxExit exit) {
        if (exit.startFailure().isPresent()) {
            return "Runtime.InvalidEntrypoint";
        }
        return exit.outOfMemory() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    }

    /** What happened, without the request's id. */
    static String exitReason(SandboxExit exit, String program) {
        if (exit.startFailure().isPresent()) {
            String reason = exit.startFailure().get();
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
    static RuntimeAnswer.Failure of(String type, String requestId, String reason) {
        return RuntimeAnswer.Failure.of(type, "RequestId: " + requestId + " Error: " + reason);
    }
}
