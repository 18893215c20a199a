package dev.gatehouse.proxy.exchange;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what no step expected: one line, and not more than one a second. What a tenant's template,
 * function or client can bring about again and again must not fill the node's log. The trace is
 * there at level debug.
 */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int MAX_CHARS = 300;

    private final LogPace pace;

    public Failures(Clock clock) {
        this.pace = new LogPace(clock);
    }

    public void log(String request, Throwable failure) {
        LOG.debug("Request {} failed", request, failure);
        if (pace.allows()) {
            StackTraceElement[] trace = failure.getStackTrace();
            LOG.error(
                    "Request {} failed: {}{} ({} failures before this one were not logged)",
                    request,
                    firstLine(failure.toString()),
                    trace.length == 0 ? "" : " at " + trace[0],
                    pace.skipped());
        }
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS);
    }
}
