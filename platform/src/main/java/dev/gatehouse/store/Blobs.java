package dev.gatehouse.store;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.OwnFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files named by the SHA-256 of their content. The same content is kept once; a blob appears whole
 * and flushed, or not at all. IO failures surface as {@link UncheckedIOException}.
 */
public final class Blobs {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int KEY_CHARS = 64;
    private static final int FOLDER_NAME_CHARS = 2;

    private final Path root;
    private final Path incoming;
    private final Unreferenced unreferenced;
    private final Clock clock;

    private Blobs(Path root, Clock clock) throws IOException {
        this.root = OwnFiles.folder(root);
        this.incoming = OwnFiles.folder(root.resolve("incoming"));
        this.unreferenced = Unreferenced.in(root.resolve("unreferenced"), clock);
        this.clock = clock;
    }

    /** Opens a folder of blobs, makes it when it is not there, and clears unfinished ones. */
    public static Blobs open(Path root, Clock clock) {
        try {
            Blobs blobs = new Blobs(root, clock);
            try (Stream<Path> unfinished = Files.list(blobs.incoming)) {
                for (Path each : unfinished.toList()) {
                    Files.delete(each);
                }
            }
            return blobs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps bytes; those that are kept already are not written again. */
    public BlobKey put(byte[] content) {
        BlobKey key = BlobKey.of(sha256().digest(content));
        return renew(key) ? key : put(new ByteArrayInputStream(content));
    }

    /** Keeps a copy of a file. */
    public BlobKey put(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return put(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what a stream has left, without holding it in memory. Does not close it. */
    public BlobKey put(InputStream content) {
        Path draft = incoming.resolve(UUID.randomUUID().toString());
        try {
            BlobKey key = BlobKey.of(write(content, draft));
            if (!renew(key)) {
                settle(draft, path(key));
            }
            return key;
        } catch (IOException e) {
            throw FullDisk.or(root, e);
        } finally {
            deleteIfThere(draft);
        }
    }

    /** The content. Fails with {@link NoSuchFileException} inside when there is no such blob. */
    public InputStream open(BlobKey key) {
        try {
            return Files.newInputStream(path(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the blob is here; if so it counts as put now, and no sweep under way deletes it. */
    public synchronized boolean renew(BlobKey key) {
        try {
            Files.setLastModifiedTime(path(key), FileTime.from(clock.now()));
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a blob is or would be. Read it, never write it. */
    public Path path(BlobKey key) {
        return root.resolve(key.sha256().substring(0, 2)).resolve(key.sha256());
    }

    /** Whether a blob is here as it was put. Reads all of it. */
    public boolean isIntact(BlobKey key) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = Files.newInputStream(path(key))) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return BlobKey.of(digest.digest()).equals(key);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a blob; false when it was not there. Who else keeps the same content loses it too.
     */
    public boolean delete(BlobKey key) {
        return deleteIfThere(path(key));
    }

    /** Deletes a blob unless it was put since {@code before}; says whether it did. */
    public boolean deleteIfOlder(BlobKey key, Instant before) {
        try {
            return deleteIfOlder(path(key), before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What else is kept beside a blob, and goes with it. */
    @FunctionalInterface
    public interface Companion {
        /** Deletes it, before the blob. */
        void delete(BlobKey key) throws IOException;

        /** There is nothing beside the blobs. */
        Companion NONE = _ -> {};
    }

    /**
     * Deletes the blobs that are not in {@code live} now and were not, nor were put since, {@link
     * Unreferenced#APART} ago; says how many.
     */
    public int sweep(Set<BlobKey> live, Companion companion) {
        int deleted = 0;
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                if (folder.getFileName().toString().length() == FOLDER_NAME_CHARS) {
                    deleted += sweep(folder, live, companion);
                }
            }
            unreferenced.keepOnly(name -> isDead(new BlobKey(name), live));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deleted;
    }

    private int sweep(Path folder, Set<BlobKey> live, Companion companion) throws IOException {
        int deleted = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.length() == KEY_CHARS && isDead(new BlobKey(name), live)) {
                    deleted += sweep(new BlobKey(name), companion);
                }
            }
        }
        return deleted;
    }

    private boolean isDead(BlobKey key, Set<BlobKey> live) {
        return !live.contains(key) && Files.exists(path(key));
    }

    private int sweep(BlobKey key, Companion companion) throws IOException {
        try {
            Instant lastPut = Files.getLastModifiedTime(path(key)).toInstant();
            if (!unreferenced.isDue(key.sha256(), lastPut)) {
                return 0;
            }
        } catch (NoSuchFileException _) {
            return 0;
        }
        companion.delete(key);
        return deleteIfOlder(path(key), clock.now().minus(Unreferenced.APART)) ? 1 : 0;
    }

    /** Never between a look at a blob and its renewal: what was found here stays. */
    private synchronized boolean deleteIfOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before)
                    && Files.deleteIfExists(file);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static byte[] write(InputStream content, Path draft) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (FileChannel channel =
                OwnFiles.open(
                        draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        return digest.digest();
    }

    private static void settle(Path draft, Path target) throws IOException {
        Path folder = target.resolveSibling("");
        OwnFiles.folder(folder);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        flush(folder);
        flush(folder.resolveSibling(""));
    }

    /** A rename is only safe from a power cut once its folder is flushed too. */
    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean deleteIfThere(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
