package dev.gatehouse.http.blocking;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A body that is being taken before it is known whose it is: in memory while it is short and there
 * is room, else in a file without a name. Used by one thread.
 */
final class BodyDraft implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int IN_MEMORY_BYTES = 1024 * 1024;

    private final Admission admission;
    private final String source;
    private final MessageDigest digest = Sha256.digest();
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(PIECE_BYTES);
    private long memoryHeld;
    private long diskHeld;
    private long size;
    private @Nullable FileChannel file;

    BodyDraft(Admission admission, String source) {
        this.admission = admission;
        this.source = source;
    }

    /** Takes all that comes, up to a limit. */
    void fill(InputStream in, long maxBytes) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            if (size + n > maxBytes) {
                throw new BodyRejectedException(Reason.TOO_LARGE);
            }
            digest.update(piece, 0, n);
            add(piece, n);
            size += n;
        }
    }

    private void add(byte[] piece, int length) throws IOException {
        if (file == null && fitsInMemory(length)) {
            memory.write(piece, 0, length);
        } else {
            spill(piece, length);
        }
    }

    private boolean fitsInMemory(int length) {
        long needed = size + length - memoryHeld;
        if (size + length > IN_MEMORY_BYTES) {
            return false;
        }
        if (needed > 0) {
            if (!admission.memory().tryHold(source, PIECE_BYTES)) {
                return false;
            }
            memoryHeld += PIECE_BYTES;
        }
        return true;
    }

    private void spill(byte[] piece, int length) throws IOException {
        FileChannel spool = file;
        if (spool == null) {
            spool = unnamed(admission.spool());
            file = spool;
            write(spool, memory.toByteArray(), memory.size());
            memory = new ByteArrayOutputStream(0);
            releaseMemory();
        }
        write(spool, piece, length);
    }

    private void write(FileChannel spool, byte[] bytes, int length) throws IOException {
        if (!admission.disk().tryHold(source, length)) {
            throw new BodyRejectedException(Reason.BUSY);
        }
        diskHeld += length;
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            spool.write(left);
        }
    }

    long size() {
        return size;
    }

    /** The SHA-256 of what was taken, in lower-case hexadecimal; to be asked once. */
    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was taken. */
    byte[] bytes() {
        FileChannel spool = file;
        if (spool == null) {
            return memory.toByteArray();
        }
        try (InputStream in = new Body.FilePart(spool, 0, size).open()) {
            return in.readNBytes(Math.toIntExact(size));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void releaseMemory() {
        if (memoryHeld > 0) {
            admission.memory().release(source, memoryHeld);
            memoryHeld = 0;
        }
    }

    @Override
    public void close() {
        releaseMemory();
        if (diskHeld > 0) {
            admission.disk().release(source, diskHeld);
            diskHeld = 0;
        }
        FileChannel spool = file;
        if (spool != null) {
            try {
                spool.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** Without a name from its first byte on, no kill can leave it behind. */
    private static FileChannel unnamed(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "body", null);
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }
}
