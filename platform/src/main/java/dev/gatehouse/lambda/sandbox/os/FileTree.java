package dev.gatehouse.lambda.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;

/** Directories copied over each other, and removed. */
public final class FileTree {

    private FileTree() {}

    /** Puts a tree over another; files become hard links where they can. */
    public static void merge(Path source, Path target) throws IOException {
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes facts) throws IOException {
                        Files.createDirectories(target.resolve(source.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                            throws IOException {
                        place(file, target.resolve(source.relativize(file)), facts);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void place(Path file, Path target, BasicFileAttributes facts)
            throws IOException {
        Files.deleteIfExists(target);
        try {
            if (!facts.isSymbolicLink()) {
                Files.createLink(target, file);
                return;
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system: a copy will do.
        }
        Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Removes what is there, as far as it can be. */
    public static void delete(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (var tree = Files.walk(root)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return; // something is still writing in it: the next start tries again
        }
        for (Path path : all) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Left for the next start.
            }
        }
    }
}
