package dev.gatehouse.lambda.sandbox;

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
        int code, int signal, boolean outOfMemory, Optional<String> startFailure) {}
