package dev.gatehouse.lambda.plan;

import java.nio.file.Path;
import java.util.List;

/**
 * The unpacked package of a version.
 *
 * @param root the folder that becomes {@code /var/task}; never changed once a version names it
 * @param layers folders that together become {@code /opt}, in order; a later one wins
 * @param architecture {@code x86_64} or {@code arm64}
 */
public record FunctionCode(Path root, List<Path> layers, String architecture) {
    public FunctionCode {
        layers = List.copyOf(layers);
    }
}
