package dev.gatehouse.app;

import dev.gatehouse.kernel.LockFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder that holds everything a node keeps; one node at a time has it. */
final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rw-------");

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
            Files.createDirectories(path);
            LockFile lock =
                    LockFile.take(path, "lock")
                            .orElseThrow(
                                    () ->
                                            new SettingsException(
                                                    "another node runs on %s; deploy to it with 'gatehouse deploy', stop it, or choose another --data folder"
                                                            .formatted(path)));
            return new DataFolder(path, lock);
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

    /**
     * The database's file, which holds access keys and sessions: readable by the node's user alone.
     */
    Path database() {
        Path file = path.resolve("gatehouse.db");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWN));
        } catch (FileAlreadyExistsException _) {
            // It keeps the rights its owner gave it.
        } catch (IOException problem) {
            throw new SettingsException(
                    "cannot write the database %s: %s".formatted(file, problem.getMessage()));
        }
        return file;
    }

    Path logs() {
        return path.resolve("logs");
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

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
