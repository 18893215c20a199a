package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.kernel.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is told of one request's execution, in AWS's words ("CloudWatch log formats for API
 * Gateway"). Belongs to the request's event loop, and is bounded: a line is cut behind {@link
 * #LONGEST} characters.
 */
public final class ExecutionLog {
    /** What AWS keeps of a line. */
    private static final int LONGEST = 1024;

    private final ExecutionLogging level;
    private final Clock clock;
    private final List<Line> lines = new ArrayList<>();
    private boolean started;
    private boolean failed;
    private long sent;

    /**
     * @param millis when, in milliseconds since 1970
     */
    public record Line(long millis, String text) {}

    public ExecutionLog(ExecutionLogging level, Clock clock) {
        this.level = level;
        this.clock = clock;
    }

    /** Whether it tells what was sent and received. */
    public boolean traces() {
        return level == ExecutionLogging.DATA_TRACE;
    }

    /** The request is let in. */
    public void started(String requestId) {
        started = true;
        info("Starting execution for request: " + requestId);
    }

    /** A step of the execution. */
    public void info(String text) {
        if (level.tellsCourse()) {
            add(text);
        }
    }

    /** Something that was sent or received. */
    public void trace(String text) {
        if (traces()) {
            add(text);
        }
    }

    /** Why it fails; the first reason is the only one that is told. */
    public void failed(String text) {
        if (!failed) {
            failed = true;
            add(text);
        }
    }

    /** The response is known; what was not let in has no execution that could be completed. */
    public void completed(int status) {
        String text = "Method completed with status: " + status;
        if (!failed) {
            info("Successfully completed execution");
            info(text);
        } else if (started) {
            add(text);
        }
    }

    /** The backend is called. */
    public void sent(String uri) {
        sent = clock.nanoTime();
        trace("Sending request to " + uri);
    }

    /** The backend responded. */
    public void received(int status) {
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - sent);
        trace("Received response. Status: " + status + ", Integration latency: " + millis + " ms");
    }

    /** All that was told, in order. */
    public List<Line> lines() {
        return Collections.unmodifiableList(lines);
    }

    private void add(String text) {
        lines.add(
                new Line(
                        clock.millis(),
                        text.length() <= LONGEST
                                ? text
                                : text.substring(0, LONGEST) + " [TRUNCATED]"));
    }
}
