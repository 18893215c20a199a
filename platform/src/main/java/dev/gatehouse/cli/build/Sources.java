package dev.gatehouse.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * How the files of a folder were at one time.
 *
 * @param files by path within the folder
 */
public record Sources(Map<Path, State> files) {

    /** What differs when a file was written or replaced. */
    public record State(long size, long nanos, Object file) {}

    public Sources {
        files = Map.copyOf(files);
    }

    /** As they are now. */
    public static Sources of(CodeFolder folder) throws IOException {
        Map<Path, State> files = new HashMap<>();
        for (Path file : folder.files()) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(
                        folder.path().relativize(file),
                        new State(
                                now.size(),
                                now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                String.valueOf(now.fileKey())));
            } catch (NoSuchFileException _) {
                // Deleted since it was listed.
            }
        }
        return new Sources(files);
    }

    /** What was added, changed or deleted from then to now. */
    public Set<Path> differences(Sources former) {
        Set<Path> differing = new TreeSet<>();
        files.forEach(
                (path, state) -> {
                    if (!state.equals(former.files.get(path))) {
                        differing.add(path);
                    }
                });
        former.files.keySet().stream()
                .filter(path -> !files.containsKey(path))
                .forEach(differing::add);
        return differing;
    }
}
