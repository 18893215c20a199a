package dev.gatehouse.logs.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.Unreferenced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folders of all log groups, opened when first needed. */
public final class LogFiles implements AutoCloseable {
    /** Longer than any operation works with a group that it looked up. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Path root;
    private final ConcurrentMap<String, GroupLog> open = new ConcurrentHashMap<>();

    /** Folders of groups that were deleted lately; no folder is ever named twice. */
    private final Cache<String, Boolean> deleted =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build();

    /**
     * @param root the folder that holds them; made when it is not there
     */
    public LogFiles(Path root) {
        this.root = root;
        try {
            OwnFiles.folder(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The events of the group that has this folder.
     *
     * @throws UncheckedIOException when it was deleted lately: who looked it up before that must
     *     not make it again, since nothing would ever delete it
     */
    public GroupLog group(String folder) {
        return open.computeIfAbsent(
                folder,
                name -> {
                    if (deleted.getIfPresent(name) != null) {
                        throw new UncheckedIOException(new NoSuchFileException(name));
                    }
                    return GroupLog.open(root.resolve(name));
                });
    }

    /** Whether the events of a group were asked for since the node started. */
    public boolean isOpen(String folder) {
        return open.containsKey(folder);
    }

    /** Deletes a group's events. */
    public void delete(String folder) {
        open.compute(
                folder,
                (name, log) -> {
                    deleted.put(name, true);
                    if (log != null) {
                        log.close();
                    }
                    return null;
                });
        deleteTree(root.resolve(folder));
    }

    /**
     * Deletes folders that no group has, and had none hours ago: what a killed node did not finish
     * deleting.
     *
     * @param folders of the groups that there are
     */
    public void sweep(Set<String> folders, Clock clock) {
        try (Stream<Path> all = Files.list(root)) {
            Path notes = root.resolve("unreferenced");
            Unreferenced unreferenced = Unreferenced.in(notes, clock);
            Predicate<String> isOrphan =
                    name -> !folders.contains(name) && Files.isDirectory(root.resolve(name));
            for (Path each : (Iterable<Path>) all.filter(path -> !path.equals(notes))::iterator) {
                String name = each.getFileName().toString();
                if (isOrphan.test(name) && unreferenced.isDue(name, Instant.EPOCH)) {
                    deleteTree(each);
                }
            }
            unreferenced.keepOnly(isOrphan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(GroupLog::close);
        open.clear();
    }

    private static void deleteTree(Path folder) {
        try {
            FileTrees.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
