package dev.gatehouse.lambda.code;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Decides where an archive's entries may lie: inside the tree, whatever their names say. */
final class EntryPath {
    /** What Linux takes for a path. */
    private static final int LONGEST = 4_096;

    private EntryPath() {}

    /**
     * The place of an entry under {@code root}; empty when its name is absolute, climbs, is too
     * long for a path, or is no name at all.
     */
    static Optional<Path> within(Path root, String name) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Path relative = Path.of(name);
            if (relative.isAbsolute() || climbs(relative)) {
                return Optional.empty();
            }
            return Optional.of(root.resolve(relative).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static boolean climbs(Path relative) {
        for (Path part : relative) {
            if (part.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }
}
