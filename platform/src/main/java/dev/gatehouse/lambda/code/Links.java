package dev.gatehouse.lambda.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbolic links of one archive. They are made after all files, so that no file is written
 * through one, and only when none of them, followed through the others, leaves the tree.
 */
final class Links {
    /** Folders that belong to the function itself wherever it runs. */
    private static final List<Path> OWN_FOLDERS =
            List.of(Path.of("/var/task"), Path.of("/opt"), Path.of("/tmp"));

    /** Linux gives up after as many links, so what lies behind them is out of reach. */
    private static final int MOST_HOPS = 40;

    private final Path root;
    private final Map<Path, Path> targets = new LinkedHashMap<>();

    Links(Path root) {
        this.root = root;
    }

    void add(Path place, Path target) {
        targets.put(place, target);
    }

    /** A later entry of another sort took the place. */
    void forget(Path place) {
        targets.remove(place);
    }

    void make() throws IOException {
        for (Path place : targets.keySet()) {
            if (hasLinkAbove(place) || !staysInside(place)) {
                throw PackageErrors.notUnzippable();
            }
        }
        for (Map.Entry<Path, Path> link : targets.entrySet()) {
            if (Files.isRegularFile(link.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(link.getKey());
            }
            Files.createSymbolicLink(link.getKey(), link.getValue());
        }
    }

    private boolean hasLinkAbove(Path place) {
        for (Path above = place.getParent();
                above != null && above.startsWith(root);
                above = above.getParent()) {
            if (targets.containsKey(above)) {
                return true;
            }
        }
        return false;
    }

    /** Follows a link as Linux would, but among this archive's names and not on this machine. */
    private boolean staysInside(Path place) {
        Deque<Path> ahead = new ArrayDeque<>();
        root.relativize(place).forEach(ahead::addLast);
        Path at = root;
        int hops = 0;
        while (!ahead.isEmpty()) {
            Path part = ahead.removeFirst();
            at = at.resolve(part).normalize();
            if (!at.startsWith(root)) {
                return false;
            }
            Path target = targets.get(at);
            if (target == null) {
                continue;
            }
            if (target.isAbsolute()) {
                return OWN_FOLDERS.stream().anyMatch(target.normalize()::startsWith);
            }
            if (++hops > MOST_HOPS) {
                return true;
            }
            prepend(target, ahead);
            at = parent(at);
        }
        return true;
    }

    private static void prepend(Path target, Deque<Path> ahead) {
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(target.getName(i));
        }
    }

    private Path parent(Path place) {
        Path parent = place.getParent();
        return parent == null ? root : parent;
    }
}
