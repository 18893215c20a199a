package dev.gatehouse.logs;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees the space of expired events every minute, on a virtual thread of its own. */
final class LogRetention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final GroupCatalog groups;
    private final Thread thread;

    LogRetention(GroupCatalog groups) {
        this.groups = groups;
        this.thread = Thread.ofVirtual().name("log-retention").start(this::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                clean();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void clean() {
        try {
            groups.clean();
        } catch (RuntimeException e) {
            LOG.warn("expired log events could not be deleted", e);
        }
    }
}
