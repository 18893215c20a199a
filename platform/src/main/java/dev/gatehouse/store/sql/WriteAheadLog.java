package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.OwnFiles;
import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * SQLite's write-ahead log, which holds the last commits of a node that was killed. SQLite itself
 * reads it up to the first page that is damaged and forgets the rest without a word: this looks
 * before SQLite does. The format is that of SQLite's page "WAL-mode File Format".
 */
final class WriteAheadLog {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;

    /**
     * Commits behind a damaged page that cannot come from a power cut: only the last transaction's
     * pages may have reached the disk in another order.
     */
    private static final int COMMITS_LOST = 2;

    private final Path database;
    private final Path log;
    private final Path index;

    /** There from the first commit of a node until the node stops. */
    private final Path mark;

    WriteAheadLog(Path database) {
        this.database = database;
        this.log = beside("-wal");
        this.index = beside("-shm");
        this.mark = beside("-open");
    }

    private Path beside(String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** From now on the log must be there until {@link #end}. */
    void begin() {
        try {
            if (!Files.exists(mark)) {
                OwnFiles.create(mark);
            }
        } catch (IOException e) {
            throw new StoreException("cannot write " + mark, e);
        }
    }

    /** SQLite folds the log into the database from now on. */
    void end() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new StoreException("cannot delete " + mark, e);
        }
    }

    /**
     * @throws StoreException commits are missing that had been acknowledged
     */
    void check() {
        try {
            long bytes = Files.exists(log) ? Files.size(log) : 0;
            if (bytes == 0 && Files.exists(mark) && Files.exists(index)) {
                throw new StoreException(
                        "the last changes of %s are lost: the node was killed and its %s is gone or empty; restore both from a backup, or delete %s to start without those changes"
                                .formatted(database, log, mark));
            }
            if (bytes > HEADER_BYTES && isDamaged()) {
                throw new StoreException(
                        "%s is damaged, and changes of %s with it; restore both from a backup, or delete it and %s to start without those changes"
                                .formatted(log, database, mark));
            }
        } catch (IOException e) {
            throw new StoreException("cannot read " + log, e);
        }
    }

    private boolean isDamaged() throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            Checksum sum = new Checksum(header.getInt(0));
            int pageBytes = header.getInt(8);
            sum.add(header, 0, HEADER_BYTES - 8);
            if ((header.getInt(0) & ~1) != MAGIC
                    || !sum.matches(header, HEADER_BYTES - 8)
                    || Integer.bitCount(pageBytes) != 1) {
                return true;
            }
            return commitsBehindDamage(channel, header, sum) >= COMMITS_LOST;
        }
    }

    private static int commitsBehindDamage(FileChannel channel, ByteBuffer header, Checksum sum)
            throws IOException {
        int frameBytes = FRAME_HEADER_BYTES + header.getInt(8);
        boolean intact = true;
        int commits = 0;
        for (long at = HEADER_BYTES; at + frameBytes <= channel.size(); at += frameBytes) {
            ByteBuffer frame = read(channel, at, frameBytes);
            boolean ofThisLog = frame.getLong(8) == header.getLong(16);
            if (intact) {
                sum.add(frame, 0, 8);
                sum.add(frame, FRAME_HEADER_BYTES, frameBytes - FRAME_HEADER_BYTES);
                intact = ofThisLog && sum.matches(frame, 16);
            } else if (ofThisLog && frame.getInt(4) != 0) {
                commits++;
            }
        }
        return commits;
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // until all of it is here, or the file ends
        }
        return buffer;
    }

    /** The running sum over a log's header and the frames after it. */
    private static final class Checksum {
        private final ByteOrder order;
        private int first;
        private int second;

        /** The magic number says in which order the bytes were summed. */
        Checksum(int magic) {
            this.order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        void add(ByteBuffer bytes, int from, int count) {
            ByteBuffer words = bytes.duplicate().order(order);
            for (int at = from; at < from + count; at += 8) {
                first += words.getInt(at) + second;
                second += words.getInt(at + 4) + first;
            }
        }

        /** Sums themselves are always written big-endian. */
        boolean matches(ByteBuffer bytes, int at) {
            return bytes.getInt(at) == first && bytes.getInt(at + 4) == second;
        }
    }
}
