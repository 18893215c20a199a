package dev.gatehouse.cli.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.gatehouse.cli.build.Packager;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells in which folders something changed, those that are made later among them. */
final class FolderWatch implements AutoCloseable {
    /** One save is several events; a checkout of another branch is many. */
    private static final long QUIET_MILLIS = 10;

    private static final int MOST_KEYS = 1_000;

    private final WatchService events;
    private final Path left;

    /**
     * @param left a folder in which nothing is looked for
     */
    FolderWatch(Path left) throws IOException {
        this.left = left.toAbsolutePath().normalize();
        this.events = this.left.getFileSystem().newWatchService();
    }

    /** Watches a folder and all below it that counts as source. */
    void add(Path root) throws IOException {
        Files.walkFileTree(
                root.toAbsolutePath().normalize(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        boolean inner = !folder.equals(root.toAbsolutePath().normalize());
                        if (folder.equals(left) || inner && Packager.leavesOut(folder)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        register(folder);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem)
                            throws IOException {
                        if (problem instanceof NoSuchFileException
                                || problem instanceof AccessDeniedException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw problem;
                    }
                });
    }

    /** Watches what is directly in the folder of a file. */
    void addFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder != null) {
            register(folder);
        }
    }

    private void register(Path folder) throws IOException {
        try {
            folder.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (NoSuchFileException | NotDirectoryException _) {
            // A tool made it and took it away again.
        }
    }

    /** Waits for a change and what belongs to it, and returns what was touched. */
    Set<Path> await() throws InterruptedException, IOException {
        Set<Path> touched = new HashSet<>();
        WatchKey key = events.take();
        for (int i = 0; key != null && i < MOST_KEYS; i++) {
            collect(key, touched);
            key = events.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        return touched;
    }

    private void collect(WatchKey key, Set<Path> touched) throws IOException {
        Path folder = (Path) key.watchable();
        for (WatchEvent<?> event : key.pollEvents()) {
            Path path = place(folder, event.context());
            touched.add(path);
            if (event.kind() == ENTRY_CREATE
                    && Files.isDirectory(path)
                    && !Packager.leavesOut(path)) {
                add(path);
            }
        }
        // Of a folder that is gone nothing more is told.
        key.reset();
    }

    /** Of too many events at once only their folder is known. */
    private static Path place(Path folder, @Nullable Object context) {
        return context instanceof Path name ? folder.resolve(name) : folder;
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
