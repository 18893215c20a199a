package dev.gatehouse.cli.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One log group, read as often as its reader asks what is new. */
final class FollowedGroup {
    /** How far back a poll looks again, since events of several streams arrive out of order. */
    private static final long OVERLAP_MILLIS = 5_000;

    private static final int REMEMBERED = 100_000;

    private final String source;
    private final String group;
    private final @Nullable String pattern;
    private final Set<String> seen = new LinkedHashSet<>();
    private long from;

    /**
     * @param source whose log it is
     * @param from where to begin, in milliseconds of the epoch
     * @param pattern a CloudWatch filter pattern; null for all lines
     */
    FollowedGroup(String source, String group, long from, @Nullable String pattern) {
        this.source = source;
        this.group = group;
        this.from = from;
        this.pattern = pattern;
    }

    /**
     * What was not told before.
     *
     * @throws dev.gatehouse.cli.node.CommandException when there is no such group, among others
     */
    List<LogLine> fresh(NodeClient client) {
        List<LogLine> lines = new ArrayList<>();
        long newest = from;
        String token = null;
        do {
            JsonNode page = client.json("logs", "FilterLogEvents", request(token));
            for (JsonNode event : page.path("events")) {
                long timestamp = event.path("timestamp").asLong();
                newest = Math.max(newest, timestamp);
                if (remember(event.path("eventId").asText())) {
                    String message = event.path("message").asText().stripTrailing();
                    lines.add(new LogLine(timestamp, source, message));
                }
            }
            token = page.path("nextToken").asText(null);
        } while (token != null);
        from = Math.max(from, newest - OVERLAP_MILLIS);
        return lines;
    }

    /** Whether the event is new; the memory is bounded, oldest out first. */
    private boolean remember(String eventId) {
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.iterator().next());
        }
        return seen.add(eventId);
    }

    private Map<String, Object> request(@Nullable String token) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("logGroupName", group);
        request.put("startTime", from);
        request.put("interleaved", true);
        if (pattern != null) {
            request.put("filterPattern", pattern);
        }
        if (token != null) {
            request.put("nextToken", token);
        }
        return request;
    }
}
