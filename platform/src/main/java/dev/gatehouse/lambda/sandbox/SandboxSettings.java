package dev.gatehouse.lambda.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node's sandboxes are given.
 *
 * @param directory the node's own directory for them, in its data folder; short paths are better
 * @param ready how many sandboxes to keep ready ahead of need, 0 to 64
 * @param level the level to use or fail; empty takes the strongest that works
 * @param awsNames whether the names of AWS's hosts lead to a sandbox's own endpoint, in namespaces
 * @param processesAsRoot whether plain processes may be this machine's root, when the node is
 */
public record SandboxSettings(
        Path directory,
        int ready,
        Optional<SandboxLevel> level,
        boolean awsNames,
        boolean processesAsRoot) {

    public SandboxSettings {
        directory = directory.toAbsolutePath().normalize();
        if (ready < 0 || ready > 64) {
            throw new IllegalArgumentException("between 0 and 64 sandboxes may be kept ready");
        }
    }
}
