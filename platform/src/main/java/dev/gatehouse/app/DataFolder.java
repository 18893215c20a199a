package dev.gatehouse.app;

import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.RootKeyFile;
import dev.gatehouse.kernel.LockFile;
import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds everything a node keeps; one node at a time has it, and nobody but the
 * node's user may look into it.
 */
final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    /** What only the node itself reads. The rest is mounted into sandboxes of other users. */
    private static final List<String> PRIVATE = List.of("s3", "logs", "code/archives");

    private final Path path;
    private final LockFile lock;

    private DataFolder(Path path, LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder when it is not there, and takes it.
     *
     * @throws SettingsException another node has it, or it cannot be written
     */
    static DataFolder lock(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new SettingsException(
                    "the data folder %s is a file; choose another --data folder".formatted(path));
        }
        try {
            OwnFiles.folder(path);
            LockFile lock =
                    LockFile.take(path, "lock")
                            .orElseThrow(
                                    () ->
                                            new SettingsException(
                                                    "another node runs on %s; deploy to it with 'gatehouse deploy', stop it, or choose another --data folder"
                                                            .formatted(path)));
            DataFolder folder = new DataFolder(path, lock);
            folder.tighten();
            return folder;
        } catch (IOException problem) {
            throw new SettingsException(
                    "cannot write the data folder %s (%s); choose another --data folder"
                            .formatted(path, reason(problem)));
        }
    }

    /** Why a file could not be written; the system's exceptions often say no more than its name. */
    private static String reason(IOException problem) {
        return problem instanceof AccessDeniedException
                ? "permission denied"
                : problem instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : "no such folder can be made";
    }

    /** Closes what an earlier Gatehouse left open to others, once. */
    private void tighten() throws IOException {
        if (isOwn(path)) {
            return;
        }
        try {
            for (String name : PRIVATE) {
                if (Files.isDirectory(path.resolve(name))) {
                    OwnFiles.closeTree(path.resolve(name));
                }
            }
            OwnFiles.close(path);
        } catch (IOException problem) {
            LOG.warn(
                    "Other users of this machine may read the data folder {}: {}",
                    path,
                    reason(problem));
        }
    }

    private static boolean isOwn(Path folder) throws IOException {
        return Files.getPosixFilePermissions(folder).stream()
                .allMatch(right -> right.name().startsWith("OWNER_"));
    }

    Path path() {
        return path;
    }

    /** The file with the id that the folder shares with its store. */
    Path identity() {
        return path.resolve("store-id");
    }

    /** The key pair of the account's root, made at the first start. */
    AccessKey rootKey() {
        try {
            return RootKeyFile.readOrMake(path);
        } catch (IOException problem) {
            throw new SettingsException("no keys of the root: " + problem.getMessage());
        }
    }

    /** Which node this is: an id that the folder keeps, whichever store it goes with. */
    String node() {
        Path file = path.resolve("node-id");
        try {
            if (!Files.exists(file)) {
                Path draft = path.resolve("node-id.new");
                Files.deleteIfExists(draft);
                Files.writeString(OwnFiles.create(draft), UUID.randomUUID().toString());
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException problem) {
            throw new SettingsException("cannot write %s (%s)".formatted(file, reason(problem)));
        }
    }

    /** Whether there are packages, objects or logs, which only a store tells the use of. */
    boolean hasContents() {
        try {
            for (String name : PRIVATE) {
                if (Files.isDirectory(path.resolve(name)) && hasFiles(path.resolve(name))) {
                    return true;
                }
            }
            return false;
        } catch (IOException problem) {
            throw new SettingsException(
                    "cannot read the data folder %s (%s)".formatted(path, reason(problem)));
        }
    }

    private static boolean hasFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(Files::isRegularFile);
        } catch (UncheckedIOException problem) {
            throw problem.getCause();
        }
    }

    /** The database's file. */
    Path database() {
        Path file = path.resolve("gatehouse.db");
        try {
            OwnFiles.create(file);
        } catch (FileAlreadyExistsException _) {
            // It keeps the rights its owner gave it.
        } catch (IOException problem) {
            throw new SettingsException(
                    "cannot write the database %s: %s".formatted(file, problem.getMessage()));
        }
        return file;
    }

    /** What serves neighbouring services, as it was fetched. */
    Path neighbours() {
        return path.resolve("neighbours");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path metrics() {
        return path.resolve("metrics");
    }

    Path sandboxes() {
        return path.resolve("sandboxes");
    }

    Path clients() {
        return path.resolve("runtimes");
    }

    Path code() {
        return path.resolve("code");
    }

    /** Readable by the node's user alone. */
    Path authority() {
        return path.resolve("authority");
    }

    /** What sandboxes see of the authority. */
    Path trust() {
        return path.resolve("trust");
    }

    Path objects() {
        return path.resolve("s3");
    }

    Path images() {
        return path.resolve("ecr");
    }

    /** A folder for long bodies of requests while they come; what is there has no name. */
    Path spool() {
        Path spool = path.resolve("spool");
        try {
            return Files.createDirectories(spool);
        } catch (IOException problem) {
            throw new SettingsException(
                    "cannot write the folder %s: %s".formatted(spool, problem.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
