package dev.gatehouse.cli.build;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A function's sources.
 *
 * @param path the folder
 * @param runtime the function's runtime id
 * @param buildMethod the template's BuildMethod; empty when it names none
 */
public record CodeFolder(Path path, String runtime, String buildMethod) {
    boolean has(String file) {
        return Files.isRegularFile(path.resolve(file));
    }
}
