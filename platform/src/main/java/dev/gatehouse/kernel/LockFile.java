package dev.gatehouse.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file whose lock says that something is taken. The kernel drops the lock when the process dies,
 * however it dies; the file stays.
 */
public final class LockFile implements AutoCloseable {
    /**
     * What this very process holds. These files may not even be opened again: closing any channel
     * of a file gives up every lock that the process has on it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private LockFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes a lock; empty when it is taken, in this process or another.
     *
     * @param folder an existing one
     * @param name the file's name in it; made when it is not there
     * @throws IOException when the file cannot be opened or locked
     */
    public static Optional<LockFile> take(Path folder, String name) throws IOException {
        Path path = folder.toRealPath().resolve(name);
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        LockFile taken = null;
        try {
            taken = locked(path);
            return Optional.ofNullable(taken);
        } finally {
            if (taken == null) {
                HELD_HERE.remove(path);
            }
        }
    }

    private static @Nullable LockFile locked(Path path) throws IOException {
        FileChannel channel =
                OwnFiles.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? new LockFile(path, channel) : null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** Gives the lock up. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
