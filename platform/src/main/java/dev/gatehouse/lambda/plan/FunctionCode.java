package dev.gatehouse.lambda.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked package of a version.
 *
 * @param root the folder that becomes {@code /var/task}; never changed once a version names it
 * @param layers folders that together become {@code /opt}, in order; a later one wins
 * @param architecture {@code x86_64} or {@code arm64}
 * @param fileSystems what it sees below {@code /mnt}
 * @param sealedKey a data key under the customer's KMS key that the package is kept under, in
 *     base64; null without such a key
 */
public record FunctionCode(
        Path root,
        List<Path> layers,
        String architecture,
        List<FileSystem> fileSystems,
        @Nullable String sealedKey) {
    public FunctionCode {
        fileSystems = List.copyOf(fileSystems);
        layers = List.copyOf(layers);
    }

    /** Of a function that sees no file systems. */
    public FunctionCode(Path root, List<Path> layers, String architecture) {
        this(root, layers, architecture, List.of(), null);
    }
}
