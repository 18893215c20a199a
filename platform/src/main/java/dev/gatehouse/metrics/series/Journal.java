package dev.gatehouse.metrics.series;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.Values;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of metrics, in files that are only appended to: one for each start of the node and each
 * day. A file that a kill cut off is read as far as it is whole.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String SUFFIX = ".metrics";
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** What all files may have together; the oldest go first. */
    private static final long MOST_BYTES = 512L << 20;

    private static final byte SERIES = 'S';
    private static final byte POINT = 'P';

    private final Path folder;
    private final Clock clock;
    private final Map<SeriesTable.Key, Integer> numbers = new HashMap<>();
    private @Nullable DataOutputStream out;
    private long begun;

    Journal(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Takes what was written. */
    @FunctionalInterface
    interface Reader {
        void point(SeriesTable.Key key, long millis, Values values);
    }

    /** Reads all that is kept, oldest first, and removes what is too old. */
    void read(Reader reader) {
        for (Path file : files()) {
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                read(in, reader);
            } catch (IOException cutOff) {
                LOG.debug("{} ends early", file, cutOff);
            }
        }
        clean();
    }

    private static void read(DataInputStream in, Reader reader) throws IOException {
        List<SeriesTable.Key> keys = new ArrayList<>();
        for (int kind = in.read(); kind >= 0; kind = in.read()) {
            if (kind == SERIES) {
                keys.add(key(in));
            } else if (kind == POINT) {
                SeriesTable.Key key = keys.get(in.readInt());
                long millis = in.readLong();
                reader.point(key, millis, values(in));
            } else {
                throw new IOException("no journal of metrics");
            }
        }
    }

    private static SeriesTable.Key key(DataInputStream in) throws IOException {
        AccountId account = new AccountId(in.readUTF());
        Region region = new Region(in.readUTF());
        String namespace = in.readUTF();
        String name = in.readUTF();
        String unit = in.readUTF();
        int count = in.readInt();
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dimensions.add(new Dimension(in.readUTF(), in.readUTF()));
        }
        return new SeriesTable.Key(new Metric(account, region, namespace, name, dimensions), unit);
    }

    private static Values values(DataInputStream in) throws IOException {
        double count = in.readDouble();
        double sum = in.readDouble();
        double min = in.readDouble();
        double max = in.readDouble();
        int size = in.readInt();
        int[] buckets = new int[size];
        double[] counts = new double[size];
        for (int i = 0; i < size; i++) {
            buckets[i] = in.readInt();
            counts[i] = in.readFloat();
        }
        return new Values(count, sum, min, max, buckets, counts);
    }

    /** Adds what came. A disk that is full costs metrics, and nothing else. */
    void append(Map<SeriesTable.Key, TreeMap<Long, Values>> points) {
        if (points.isEmpty()) {
            return;
        }
        try {
            DataOutputStream file = file();
            for (Map.Entry<SeriesTable.Key, TreeMap<Long, Values>> each : points.entrySet()) {
                int number = number(file, each.getKey());
                for (Map.Entry<Long, Values> point : each.getValue().entrySet()) {
                    write(file, number, point.getKey(), point.getValue());
                }
            }
            file.flush();
        } catch (IOException problem) {
            LOG.warn("metrics could not be written to {}", folder, problem);
            close();
        }
    }

    private DataOutputStream file() throws IOException {
        long now = clock.millis();
        if (out != null && now - begun >= DAY) {
            close();
            clean();
        }
        DataOutputStream open = out;
        if (open == null) {
            Files.createDirectories(folder);
            begun = now;
            numbers.clear();
            open =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Files.newOutputStream(
                                            folder.resolve("%015d%s".formatted(now, SUFFIX)))));
            out = open;
        }
        return open;
    }

    private int number(DataOutputStream file, SeriesTable.Key key) throws IOException {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        Metric metric = key.metric();
        file.writeByte(SERIES);
        file.writeUTF(metric.account().value());
        file.writeUTF(metric.region().name());
        file.writeUTF(metric.namespace());
        file.writeUTF(metric.name());
        file.writeUTF(key.unit());
        file.writeInt(metric.dimensions().size());
        for (Dimension dimension : metric.dimensions()) {
            file.writeUTF(dimension.name());
            file.writeUTF(dimension.value());
        }
        numbers.put(key, numbers.size());
        return numbers.size() - 1;
    }

    private static void write(DataOutputStream file, int number, long millis, Values values)
            throws IOException {
        file.writeByte(POINT);
        file.writeInt(number);
        file.writeLong(millis);
        file.writeDouble(values.count());
        file.writeDouble(values.sum());
        file.writeDouble(values.min());
        file.writeDouble(values.max());
        file.writeInt(values.buckets().length);
        for (int i = 0; i < values.buckets().length; i++) {
            file.writeInt(values.buckets()[i]);
            file.writeFloat((float) values.counts()[i]);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void clean() {
        List<Path> files = files();
        long oldest = clock.millis() - Series.KEPT.toMillis() - DAY;
        long bytes = 0;
        for (Path file : files.reversed()) {
            String name = String.valueOf(file.getFileName());
            bytes += file.toFile().length();
            boolean old =
                    Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) < oldest;
            if (old || bytes > MOST_BYTES) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException problem) {
                    LOG.warn("{} could not be deleted", file, problem);
                }
            }
        }
    }

    @Override
    public void close() {
        DataOutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException problem) {
                LOG.warn("metrics could not be written to {}", folder, problem);
            }
        }
    }
}
