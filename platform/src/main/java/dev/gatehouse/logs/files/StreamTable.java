package dev.gatehouse.logs.files;

import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which streams a group has: a text file with a line for each that was made ({@code +}) or deleted
 * ({@code -}), read once and then kept in memory. A line cut short by a crash is ignored. In names
 * a percent sign and line breaks are percent-encoded.
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
            byte[] bytes = Files.readAllBytes(file);
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().forEach(table::replay);
            if (whole < bytes.length) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(whole);
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
        write(
                "+ " + stream.createdMillis() + ' ' + stream.since() + ' ' + line(stream.name()),
                flush);
        streams.put(stream.name(), stream);
    }

    void remove(String name) throws IOException {
        write("- " + line(name), true);
        streams.remove(name);
    }

    private void replay(String line) {
        if (line.startsWith("- ")) {
            streams.remove(name(line.substring(2)));
            return;
        }
        String[] parts = line.split(" ", 4);
        String name = name(parts[3]);
        streams.put(
                name,
                new KeptStream(
                        name, Long.parseLong(parts[1]), Long.parseLong(parts[2]), Span.NONE));
    }

    /** A name as one line: AWS's names may hold line breaks. */
    private static String line(String name) {
        return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
    }

    private static String name(String line) {
        return line.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }

    private void write(String line, boolean flush) throws IOException {
        try (FileChannel channel =
                OwnFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
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
