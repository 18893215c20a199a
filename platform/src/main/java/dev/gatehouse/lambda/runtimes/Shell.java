package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code sh} is for packages that bring a program of their own: bash, as on AWS, where this
 * machine has one. The tutorial's {@code set -o pipefail} and {@code source} fail elsewhere.
 *
 * @param mount bash in the place of another shell; empty where sh is bash, or none can be
 * @param warning why sh is not bash
 */
record Shell(Optional<SandboxMount> mount, Optional<String> warning) {
    private static final Shell BASH = new Shell(Optional.empty(), Optional.empty());

    /** Programs that are all of a system's commands in one. */
    private static final List<String> MANY_IN_ONE = List.of("busybox", "toybox");

    /** That of this machine. */
    static Shell ofThisMachine() {
        return of(Path.of("/bin/sh"), List.of(Path.of("/usr/bin/bash"), Path.of("/bin/bash")));
    }

    /**
     * @param sh the machine's
     * @param places where a bash may be
     */
    static Shell of(Path sh, List<Path> places) {
        try {
            Path own = sh.toRealPath();
            Optional<Path> bash = places.stream().filter(Files::isExecutable).findFirst();
            if (bash.isPresent() && own.equals(bash.get().toRealPath())) {
                return BASH;
            }
            if (bash.isEmpty() || MANY_IN_ONE.contains(own.getFileName().toString())) {
                return missing(own);
            }
            Path found = bash.get().toRealPath();
            return new Shell(Optional.of(SandboxMount.of(found, own.toString())), Optional.empty());
        } catch (IOException e) {
            return missing(sh);
        }
    }

    private static Shell missing(Path own) {
        return new Shell(
                Optional.empty(),
                Optional.of(
                        "sh is "
                                + own
                                + " on this machine, and bash on AWS: a bootstrap that needs bash"
                                + " starts with #!/bin/bash and a bash that is installed"));
    }
}
