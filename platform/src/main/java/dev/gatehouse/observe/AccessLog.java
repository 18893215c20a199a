package dev.gatehouse.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.kernel.Clock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of JSON for every request of an API, in a file that is appended to. Written behind the
 * requests: lines that come faster than the disk takes them are dropped and counted.
 */
public final class AccessLog implements RequestListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int WAITING = 20_000;
    private static final String END = "";

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Clock clock;
    private final BufferedWriter file;
    private final Thread writer;

    private AccessLog(BufferedWriter file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("access-log").start(this::write);
    }

    /**
     * @throws UncheckedIOException the file cannot be written
     */
    public static AccessLog in(Path file, Clock clock) {
        try {
            return new AccessLog(
                    Files.newBufferedWriter(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    clock);
        } catch (IOException problem) {
            throw new UncheckedIOException("cannot write the access log " + file, problem);
        }
    }

    @Override
    public void done(RequestRecord record) {
        if (!lines.offer(line(record))) {
            dropped.incrementAndGet();
        }
    }

    private String line(RequestRecord record) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", clock.now().toString());
            json.writeStringField("requestId", record.requestId());
            json.writeStringField("sourceIp", record.sourceIp());
            json.writeStringField("method", record.method());
            json.writeStringField("path", record.path());
            json.writeStringField("api", record.api());
            json.writeStringField("stage", record.stage());
            json.writeStringField("route", record.route());
            json.writeNumberField("status", record.status());
            json.writeNumberField("requestBytes", record.requestBytes());
            json.writeNumberField("responseBytes", record.responseBytes());
            writeMillis(json, "latencyMs", record.latency());
            writeMillis(json, "matchingMs", record.matching());
            writeMillis(json, "authorizationMs", record.authorization());
            writeMillis(json, "integrationMs", record.integrationLatency());
            if (record.principal() != null) {
                json.writeStringField("principal", record.principal());
            }
            if (record.apiKeyId() != null) {
                json.writeStringField("apiKeyId", record.apiKeyId());
            }
            if (record.throttle() != null) {
                json.writeStringField("throttle", record.throttle());
            }
            if (record.cache() != null) {
                json.writeStringField("cache", record.cache());
            }
            if (record.error() != null) {
                json.writeStringField("error", record.error());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.append('\n').toString();
    }

    private static void writeMillis(JsonGenerator json, String name, long nanos)
            throws IOException {
        if (nanos >= 0) {
            json.writeNumberField(name, nanos / 1_000 / 1e3);
        }
    }

    private void write() {
        List<String> batch = new ArrayList<>();
        try (BufferedWriter out = file) {
            while (true) {
                batch.add(lines.take());
                lines.drainTo(batch);
                for (String line : batch) {
                    if (line.equals(END)) {
                        return;
                    }
                    out.write(line);
                }
                out.flush();
                batch.clear();
                tellDropped();
            }
        } catch (IOException problem) {
            LOG.error("The access log ends: {}", problem.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellDropped() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} lines of the access log were dropped", lost);
        }
    }

    @Override
    public void close() {
        try {
            if (lines.offer(END, 1, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
