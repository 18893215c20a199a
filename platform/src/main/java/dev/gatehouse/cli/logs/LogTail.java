package dev.gatehouse.cli.logs;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logs of several functions, printed as one in the order of time. */
public final class LogTail {
    private static final long POLL_MILLIS = 500;

    private final NodeClient client;
    private final LogPrinter printer;
    private final Instant since;
    private final @Nullable String pattern;
    private final Map<String, FollowedGroup> groups = new LinkedHashMap<>();
    private int width;

    /**
     * @param since where to begin
     * @param pattern a CloudWatch filter pattern; null for all lines
     */
    public LogTail(NodeClient client, LogPrinter printer, Instant since, @Nullable String pattern) {
        this.client = client;
        this.printer = printer;
        this.since = since;
        this.pattern = pattern;
    }

    /** Prints one group, without a name before its lines. */
    public void add(String group) {
        groups.computeIfAbsent(
                group, _ -> new FollowedGroup("", group, since.toEpochMilli(), pattern));
    }

    /** Prints these groups too, each line with the group's name; what is known already goes on. */
    public void addAll(Map<String, String> named) {
        named.forEach(
                (name, group) -> {
                    width = Math.max(width, name.length());
                    groups.computeIfAbsent(
                            group,
                            _ -> new FollowedGroup(name, group, since.toEpochMilli(), pattern));
                });
    }

    /**
     * Prints what is new.
     *
     * @return whether there are logs at all: a function that was never invoked has none
     */
    public boolean print() {
        boolean found = false;
        List<LogLine> lines = new ArrayList<>();
        for (FollowedGroup group : groups.values()) {
            try {
                lines.addAll(group.fresh(client));
                found = true;
            } catch (CommandException rejection) {
                if (!rejection.isNotFound()) {
                    throw rejection;
                }
            }
        }
        // Stable: lines of one log stay in its order.
        lines.sort(Comparator.comparingLong(LogLine::timestamp));
        lines.forEach(line -> printer.print(line, width));
        printer.flush();
        return found;
    }

    /** Waits until it is time to print again. */
    public static void pause() throws InterruptedException {
        Thread.sleep(POLL_MILLIS);
    }
}
