package dev.gatehouse.cli.logs;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.io.PrintWriter;
import java.time.Instant;

/** Prints what an app's functions log, in the background, from now on. */
public final class AppLogs implements AutoCloseable {
    private static final int POLLS_BETWEEN_LOOKS = 4;

    private final LogSources sources;
    private final LogTail tail;
    private final String stack;
    private final Thread thread;

    public AppLogs(NodeClient client, String stack, PrintWriter out) {
        this.sources = new LogSources(client);
        this.tail = new LogTail(client, LogPrinter.of(out, System.getenv()), Instant.now(), null);
        this.stack = stack;
        this.thread = Thread.ofVirtual().name("app-logs").unstarted(this::follow);
    }

    public void start() {
        thread.start();
    }

    private void follow() {
        try {
            for (int poll = 0; ; poll++) {
                try {
                    if (poll % POLLS_BETWEEN_LOOKS == 0) {
                        tail.addAll(sources.stack(stack));
                    }
                    tail.print();
                } catch (CommandException _) {
                    // The node is busy, or on its way down; what was missed comes with the next.
                }
                LogTail.pause();
            }
        } catch (InterruptedException _) {
            // That is the end.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
