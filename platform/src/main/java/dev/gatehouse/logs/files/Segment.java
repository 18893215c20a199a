package dev.gatehouse.logs.files;

import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One file of frames. Its name is the offset of its first byte in the group. One thread at a time
 * appends; any number read what was there when they began. What each stream has in it is kept in
 * memory, so that a reader opens only the files it needs.
 */
final class Segment {
    private static final String SUFFIX = ".log";

    private final Path file;
    private final long base;
    private final Map<String, Span> streams = new HashMap<>();
    private Span span = Span.NONE;
    private long length;

    private Segment(Path file, long base) {
        this.file = file;
        this.base = base;
    }

    static Segment create(Path folder, long base) throws IOException {
        Path file = folder.resolve("%020d%s".formatted(base, SUFFIX));
        OwnFiles.create(file);
        return new Segment(file, base);
    }

    static boolean isSegment(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /**
     * Reads what is in a file, and cuts off what a crash left unfinished at its end.
     *
     * @param verify whether to look at checksums: of the file that was written last
     */
    static Segment open(Path file, boolean verify) throws IOException {
        String name = file.getFileName().toString();
        long base = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        Segment segment = new Segment(file, base);
        segment.length = Files.size(file);
        long whole = segment.walk(verify, frame -> segment.note(frame.stream(), frame.span()));
        if (whole < segment.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
            segment.length = whole;
        }
        return segment;
    }

    /** The offset behind its last byte. */
    synchronized long end() {
        return base + length;
    }

    synchronized long length() {
        return length;
    }

    synchronized Span span() {
        return span;
    }

    synchronized Map<String, Span> streams() {
        return Map.copyOf(streams);
    }

    /** Writes a frame behind the last one; on the disk when {@code flush}, else with the system. */
    void append(FileChannel channel, String stream, Span added, ByteBuffer frame, boolean flush)
            throws IOException {
        long at = length();
        int size = frame.remaining();
        while (frame.hasRemaining()) {
            channel.write(frame, at + size - frame.remaining());
        }
        if (flush) {
            channel.force(false);
        }
        synchronized (this) {
            length = at + size;
            note(stream, added);
        }
    }

    FileChannel openForAppend() throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** Shows the frames in the order they were written. */
    void forEach(Consumer<Frame> action) throws IOException {
        walk(false, action);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private synchronized void note(String stream, Span added) {
        span = span.with(added);
        streams.merge(stream, added, Span::with);
    }

    private long walk(boolean verify, Consumer<Frame> action) throws IOException {
        long size = length();
        if (size == 0) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer content =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
            Optional<Frame> frame = Frame.next(content, base, verify);
            while (frame.isPresent()) {
                action.accept(frame.get());
                frame = Frame.next(content, base, verify);
            }
            return content.position();
        }
    }
}
