package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import java.util.Locale;

/**
 * How a runtime came to its end, in AWS's words.
 *
 * @param errorType such as {@code Runtime.ExitError}
 * @param reason what happened, without the request's id
 */
record RuntimeExit(String errorType, String reason) {
    /** Of a runtime whose response broke off, and who did not exit. */
    static final RuntimeExit TRUNCATED =
            new RuntimeExit("Runtime.TruncatedResponse", "Response body is truncated");

    /** The program of a package that brings none. */
    private static final String NO_BOOTSTRAP = "/var/runtime/bootstrap";

    /**
     * Of a runtime that ended by itself.
     *
     * @param launch what was started
     * @param version whose it was
     */
    static RuntimeExit of(SandboxExit exit, Launch launch, FunctionVersion version) {
        boolean ownProgram = version.launch().bringsProgram();
        String reason = reason(exit, launch.program(), ownProgram);
        return new RuntimeExit(type(exit, ownProgram), reason);
    }

    private static String type(SandboxExit exit, boolean ownProgram) {
        if (exit.startFailure().isPresent()) {
            return ownProgram ? "Runtime.InvalidEntrypoint" : "Runtime.ExitError";
        }
        return exit.outOfMemory() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    }

    private static String reason(SandboxExit exit, String program, boolean ownProgram) {
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
            return "fork/exec " + program + ": " + reason.toLowerCase(Locale.ROOT);
        }
        return exit.code() == 0 && exit.signal() == 0
                ? "Runtime exited without providing a reason"
                : "Runtime exited with error: " + exit.status();
    }

    /** The error document in the runtime's place, which names the request. */
    RuntimeResponse.Failure response(String requestId) {
        return RuntimeResponse.Failure.of(
                errorType, "RequestId: " + requestId + " Error: " + reason);
    }
}
