package dev.gatehouse.lambda.code;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decides where an archive's entries and links may lie: inside the tree, whatever they say. */
final class EntryPath {
    /** Folders that belong to the function itself wherever it runs, so links may point there. */
    private static final List<Path> OWN_FOLDERS =
            List.of(Path.of("/var/task"), Path.of("/opt"), Path.of("/tmp"));

    private EntryPath() {}

    /**
     * The place of an entry under {@code root}; empty when its name is absolute, climbs out or is
     * no name at all.
     */
    static Optional<Path> within(Path root, String name) {
        try {
            Path relative = Path.of(name);
            Path place = root.resolve(relative).normalize();
            boolean climbs = relative.isAbsolute() || climbs(relative) || !place.startsWith(root);
            return climbs ? Optional.empty() : Optional.of(place);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /**
     * Whether a link at {@code place} may have this {@code target}: one inside the tree, or one of
     * the folders the function finds under the same name in every environment.
     */
    static boolean allowsLink(Path root, Path place, Path target) {
        Path resolved = place.resolveSibling(target).normalize();
        return resolved.startsWith(root) || OWN_FOLDERS.stream().anyMatch(resolved::startsWith);
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
