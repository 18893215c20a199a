package dev.gatehouse.gateway;

import org.slf4j.Logger;

/** Logs what no step expected. */
final class Failures {
    private static final int MAX_CHARS = 300;

    private Failures() {}

    /**
     * One line: what a tenant's template, function or client can bring about again and again must
     * not fill the node's log. The trace is there at level debug.
     */
    static void log(Logger log, String request, Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        log.error(
                "request {} failed: {}{}",
                request,
                firstLine(failure.toString()),
                trace.length == 0 ? "" : " at " + trace[0]);
        log.debug("request {} failed", request, failure);
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS);
    }
}
