package dev.gatehouse.lambda.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a sandbox must be for the function (or the pre-warmed runtime) that it is to hold.
 *
 * @param memoryMb the function's MemorySize, 128 to 10,240; also sets its share of a CPU
 * @param ephemeralStorageMb the size of {@code /tmp}, 512 to 10,240
 * @param mounts code, merged layers, runtime client, interpreter: whatever it sees beside the
 *     system
 * @param root a whole file system in place of the machine's, prepared for that; empty for the
 *     machine's
 */
public record SandboxSpec(
        int memoryMb, int ephemeralStorageMb, List<SandboxMount> mounts, Optional<Path> root) {

    /** On the machine's own programs. */
    public SandboxSpec(int memoryMb, int ephemeralStorageMb, List<SandboxMount> mounts) {
        this(memoryMb, ephemeralStorageMb, mounts, Optional.empty());
    }

    public SandboxSpec {
        mounts = List.copyOf(mounts);
        if (memoryMb < 1 || ephemeralStorageMb < 1) {
            throw new IllegalArgumentException("memory and storage must be positive");
        }
    }
}
