package dev.gatehouse.lambda.code;

import dev.gatehouse.store.BlobKey;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies of trees that somebody works in. A copy takes the place of its package's tree until the
 * node ends; its files are the tree's own, so whoever changes one puts another file in its place.
 */
final class LiveTrees {
    private record Live(Path tree, long edition) {}

    private final Map<BlobKey, Live> live = new ConcurrentHashMap<>();

    /** Never the same twice, also of a package that is worked in again. */
    private final AtomicLong editions = new AtomicLong();

    /** Where the copy is; otherwise where the tree is. */
    Path place(BlobKey key, Path tree) {
        Live copy = live.get(key);
        return copy == null ? tree : copy.tree();
    }

    /** Tells states of a package apart; empty for one that nobody works in. */
    String edition(BlobKey key) {
        Live copy = live.get(key);
        return copy == null ? "" : "+" + copy.edition();
    }

    void add(BlobKey key, Path copy) {
        live.put(key, new Live(copy, editions.getAndIncrement()));
    }

    /** The package counts again as it was made. */
    void forget(BlobKey key) {
        live.remove(key);
    }

    void changed(BlobKey key) {
        live.computeIfPresent(key, (_, copy) -> new Live(copy.tree(), editions.getAndIncrement()));
    }

    /** Fills a folder with the files of a tree: links to them cost no time and no room. */
    static void fill(Path copy, Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        if (!folder.equals(tree)) {
                            Files.createDirectory(placeOf(folder));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isSymbolicLink()) {
                            Files.createSymbolicLink(placeOf(file), Files.readSymbolicLink(file));
                        } else {
                            Files.createLink(placeOf(file), file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    private Path placeOf(Path inTree) {
                        return copy.resolve(tree.relativize(inTree));
                    }
                });
    }
}
