package dev.gatehouse.metrics.series;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All series of the node: bounded, in memory, and in a journal that is written once a minute. */
public final class SeriesTable implements MetricSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesTable.class);

    /** Of all accounts together. */
    private static final int MOST = 20_000;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final ConcurrentMap<Key, Series> series = new ConcurrentHashMap<>();
    private final Journal journal;
    private final Clock clock;
    private final LogPace pace;
    private Map<Key, TreeMap<Long, Values>> unwritten = new HashMap<>();
    private long written;

    /** What tells series apart. */
    record Key(Metric metric, String unit) {}

    /**
     * @param folder where the journal is
     */
    public SeriesTable(Path folder, Clock clock) {
        this.clock = clock;
        this.pace = new LogPace(clock);
        this.journal = new Journal(folder, clock);
        this.written = clock.millis();
    }

    /** Reads what the journal has, beside what comes. Blocks. */
    public void load() {
        long now = clock.millis();
        journal.read((key, millis, values) -> keep(key, millis, values, now));
    }

    @Override
    public void add(Metric metric, String unit, long millis, Values values) {
        Key key = new Key(metric, unit);
        long minute = Math.floorDiv(millis, MINUTE) * MINUTE;
        if (keep(key, minute, values, clock.millis())) {
            synchronized (this) {
                unwritten
                        .computeIfAbsent(key, _ -> new TreeMap<>())
                        .merge(minute, values, Values::plus);
            }
        }
    }

    private boolean keep(Key key, long millis, Values values, long now) {
        Series known = series.get(key);
        if (known == null) {
            if (series.size() >= MOST) {
                if (pace.allows()) {
                    LOG.warn("Values of new metrics are dropped: there are {} metrics", MOST);
                }
                return false;
            }
            known = series.computeIfAbsent(key, _ -> new Series(key.metric(), key.unit()));
        }
        known.add(millis, values, now);
        return true;
    }

    /** The series of metrics that fit, in no order. */
    public List<Series> find(Predicate<Metric> fits) {
        return series.values().stream().filter(each -> fits.test(each.metric())).toList();
    }

    /** The series of one metric: one for each unit. */
    public List<Series> of(Metric metric, List<String> units) {
        List<Series> found = new ArrayList<>();
        for (String unit : units) {
            Series known = series.get(new Key(metric, unit));
            if (known != null) {
                found.add(known);
            }
        }
        return found;
    }

    /** Once a minute: writes what came, forgets what is too old. */
    public void tick() {
        if (clock.millis() - written >= MINUTE) {
            write();
            long now = clock.millis();
            series.values().forEach(each -> each.age(now));
            series.values().removeIf(each -> each.lastMillis() == Long.MIN_VALUE);
        }
    }

    private void write() {
        Map<Key, TreeMap<Long, Values>> ready;
        synchronized (this) {
            ready = unwritten;
            unwritten = new HashMap<>();
            written = clock.millis();
        }
        journal.append(ready);
    }

    @Override
    public void close() {
        write();
        journal.close();
    }
}
