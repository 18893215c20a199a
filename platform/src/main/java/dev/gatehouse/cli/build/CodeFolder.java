package dev.gatehouse.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A function's sources.
 *
 * @param path the folder, or a zip that is ready
 * @param runtime the function's runtime id; empty for what is packed as it is, all of it
 * @param buildMethod the template's BuildMethod; empty when it names none
 */
public record CodeFolder(Path path, String runtime, String buildMethod) {
    /** The files that count, in a stable order. */
    List<Path> files() throws IOException {
        return runtime.isEmpty() ? Folders.all(path) : Folders.files(path);
    }

    boolean has(String file) {
        return Files.isRegularFile(path.resolve(file));
    }
}
