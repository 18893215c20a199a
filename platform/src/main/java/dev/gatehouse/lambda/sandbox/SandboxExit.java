package dev.gatehouse.lambda.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * How a program of a sandbox ended.
 *
 * @param code its exit code; 0 when a signal ended it
 * @param signal the signal that ended it; 0 when it exited by itself
 * @param outOfMemory whether the kernel killed something in the sandbox for its memory limit
 * @param startFailure why it never ran ("No such file or directory"), where that was so
 */
public record SandboxExit(
        int code, int signal, boolean outOfMemory, Optional<String> startFailure) {

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

    /** Its status in AWS's words: {@code exit status 1}, {@code signal: killed}. */
    public String status() {
        return signal == 0
                ? "exit status " + code
                : "signal: " + SIGNALS.getOrDefault(signal, "signal " + signal);
    }
}
