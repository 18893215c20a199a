package dev.gatehouse.logs.files;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** The folders of all log groups, opened when first needed. */
public final class LogFiles implements AutoCloseable {
    private final Path root;
    private final ConcurrentMap<String, GroupLog> open = new ConcurrentHashMap<>();

    /**
     * @param root the folder that holds them; made when it is not there
     */
    public LogFiles(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of the group that has this folder. */
    public GroupLog group(String folder) {
        return open.computeIfAbsent(folder, name -> GroupLog.open(root.resolve(name)));
    }

    /** Deletes a group's events. */
    public void delete(String folder) {
        GroupLog log = open.remove(folder);
        if (log != null) {
            log.close();
        }
        deleteTree(root.resolve(folder));
    }

    /** Deletes folders no group has: what a killed node did not finish deleting. */
    public void keepOnly(Set<String> folders) {
        try (Stream<Path> all = Files.list(root)) {
            all.filter(each -> !folders.contains(each.getFileName().toString()))
                    .forEach(LogFiles::deleteTree);
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
