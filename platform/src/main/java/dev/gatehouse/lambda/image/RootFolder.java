package dev.gatehouse.lambda.image;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A folder that is to be the root of a file system: names and links in it are followed as they will
 * be there, and never to this machine's own files.
 */
final class RootFolder {
    /** As many links Linux follows. */
    private static final int MOST_HOPS = 40;

    private final Path root;

    RootFolder(Path root) {
        this.root = root;
    }

    /** The place of a name within its folder, which is made where it is missing. */
    Path place(String name) throws IOException {
        Path relative = relative(name);
        Path parent = relative.getParent();
        Path folder = parent == null ? root : folder(parent);
        return folder.resolve(relative.getFileName());
    }

    /** A name without what leads nowhere or up. */
    private static Path relative(String name) throws IOException {
        Path path = Path.of("/" + name).normalize();
        if (path.getNameCount() == 0) {
            throw new IOException("an entry that is the root itself");
        }
        return path.subpath(0, path.getNameCount());
    }

    /** A real folder below the root; what is no folder in its way is replaced. */
    Path folder(Path relative) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        relative.forEach(ahead::addLast);
        Path at = root;
        int hops = 0;
        while (!ahead.isEmpty()) {
            Path part = ahead.removeFirst();
            String text = part.toString();
            if (text.isEmpty() || text.equals(".")) {
                continue;
            }
            if (text.equals("..")) {
                at = at.equals(root) ? root : at.resolveSibling("");
                continue;
            }
            Path next = at.resolve(part);
            if (Files.isSymbolicLink(next)) {
                if (++hops > MOST_HOPS) {
                    throw new IOException("links without end");
                }
                Path target = Files.readSymbolicLink(next);
                at = target.isAbsolute() ? root : at;
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    ahead.addFirst(target.getName(i));
                }
                continue;
            }
            if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(next);
                Files.createDirectory(next);
            }
            at = next;
        }
        return at;
    }

    /** Takes away whatever is at a place, without following it. */
    static void clear(Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            FileTrees.delete(place);
        } else {
            Files.deleteIfExists(place);
        }
    }
}
