package dev.gatehouse.logs.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which streams a group has: a text file with a line for each that was made ({@code +}) or deleted
 * ({@code -}), read once and then kept in memory. A line cut short by a crash is ignored.
 */
final class StreamTable {
    private final Path file;
    private final Map<String, KeptStream> streams = new TreeMap<>();

    private StreamTable(Path file) {
        this.file = file;
    }

    static StreamTable open(Path file) throws IOException {
        StreamTable table = new StreamTable(file);
        if (Files.exists(file)) {
            String text = Files.readString(file);
            int whole = text.lastIndexOf('\n') + 1;
            text.substring(0, whole).lines().forEach(table::replay);
            if (whole < text.length()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(
                            text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
                }
            }
        }
        return table;
    }

    /** The streams by name, in the order of their names. Not a copy: hold the group's lock. */
    Map<String, KeptStream> streams() {
        return streams;
    }

    void add(KeptStream stream, boolean flush) throws IOException {
        write("+ " + stream.createdMillis() + ' ' + stream.since() + ' ' + stream.name(), flush);
        streams.put(stream.name(), stream);
    }

    void remove(String name) throws IOException {
        write("- " + name, true);
        streams.remove(name);
    }

    private void replay(String line) {
        if (line.startsWith("- ")) {
            streams.remove(line.substring(2));
            return;
        }
        String[] parts = line.split(" ", 4);
        streams.put(
                parts[3],
                new KeptStream(
                        parts[3], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Span.NONE));
    }

    private void write(String line, boolean flush) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (flush) {
                channel.force(true);
            }
        }
    }
}
