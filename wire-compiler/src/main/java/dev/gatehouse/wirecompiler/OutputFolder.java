package dev.gatehouse.wirecompiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes generated files; those that did not change keep their time, so javac skips them. */
final class OutputFolder {
    private OutputFolder() {}

    /** Makes the folders hold exactly these files. */
    static void replace(List<Path> folders, Map<Path, byte[]> files) throws IOException {
        for (Path folder : folders) {
            Files.createDirectories(folder);
            deleteOthers(folder, files);
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path path = file.getKey();
            if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.createDirectories(path.resolveSibling("."));
                Files.write(path, file.getValue());
            }
        }
    }

    private static void deleteOthers(Path folder, Map<Path, byte[]> files) throws IOException {
        List<Path> others;
        try (Stream<Path> walk = Files.walk(folder)) {
            others =
                    walk.filter(Files::isRegularFile)
                            .filter(file -> !files.containsKey(file))
                            .toList();
        }
        for (Path other : others) {
            Files.delete(other);
        }
    }
}
