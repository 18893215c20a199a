package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints a function's log, and follows it. */
final class Logs implements Verb {
    private static final long POLL_MILLIS = 500;

    /** How far back a poll looks again, since events of several streams arrive out of order. */
    private static final long OVERLAP_MILLIS = 5_000;

    private final PositionalParamSpec function =
            Verb.word(0, "FUNCTION", "function name, or a log group with its /");
    private final OptionSpec follow = Verb.flag("-f", "keep following; Ctrl-C ends it");
    private final OptionSpec since =
            Verb.option(
                    "--since",
                    "DURATION",
                    "how far back to start, such as 90s, 10m, 2h (default: 10m)",
                    String.class,
                    "10m");
    private final OptionSpec filter =
            Verb.option("--filter", "PATTERN", "CloudWatch filter pattern");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "logs",
                    this,
                    "Print a function's log.",
                    "",
                    "  gatehouse logs -f my-function",
                    "  gatehouse logs --since 2h --filter ERROR my-function");

    Logs() {
        spec.addPositional(function).addOption(follow).addOption(since).addOption(filter);
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeClient client = target.client();
        Set<String> seen = new LinkedHashSet<>();
        long from = Instant.now().minus(sinceDuration()).toEpochMilli();
        while (true) {
            long newest = printed(client, from, seen);
            if (!follow.<Boolean>getValue()) {
                return 0;
            }
            from = Math.max(from, newest - OVERLAP_MILLIS);
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Prints what is new; a function that nobody invoked yet has no log, which may be awaited. */
    private long printed(NodeClient client, long from, Set<String> seen) {
        try {
            return printSince(client, from, seen);
        } catch (CommandException rejection) {
            String name = function.getValue();
            if (!rejection.isNotFound()) {
                throw rejection;
            }
            if (name.startsWith("/")) {
                throw new CommandException("there is no log group " + name);
            }
            Functions functions = new Functions(client);
            if (!functions.has(name)) {
                throw new CommandException(
                        "there is no log of a function " + name + functions.instead(name));
            }
            if (!follow.<Boolean>getValue()) {
                throw new CommandException(name + " has no log yet: nobody has invoked it");
            }
            return from;
        }
    }

    private long printSince(NodeClient client, long from, Set<String> seen) {
        PrintWriter out = spec.commandLine().getOut();
        long newest = from;
        String token = null;
        do {
            JsonNode page = client.json("logs", "FilterLogEvents", request(from, token));
            for (JsonNode event : page.path("events")) {
                newest = Math.max(newest, event.path("timestamp").asLong());
                if (remember(seen, event.path("eventId").asText())) {
                    out.println(event.path("message").asText().stripTrailing());
                }
            }
            token = page.path("nextToken").asText(null);
        } while (token != null);
        out.flush();
        return newest;
    }

    /** Whether the event is new; the memory is bounded, oldest out first. */
    private static boolean remember(Set<String> seen, String eventId) {
        if (seen.size() > 100_000) {
            seen.remove(seen.iterator().next());
        }
        return seen.add(eventId);
    }

    private Map<String, Object> request(long from, @Nullable String token) {
        Map<String, Object> request = new LinkedHashMap<>();
        String name = function.getValue();
        request.put("logGroupName", name.startsWith("/") ? name : "/aws/lambda/" + name);
        request.put("startTime", from);
        request.put("interleaved", true);
        String pattern = filter.getValue();
        if (pattern != null) {
            request.put("filterPattern", pattern);
        }
        if (token != null) {
            request.put("nextToken", token);
        }
        return request;
    }

    private Duration sinceDuration() {
        String given = since.getValue();
        try {
            return Duration.parse("PT" + given);
        } catch (DateTimeParseException problem) {
            throw new CommandException(
                    "--since is a duration such as 90s, 10m or 2h, not " + given);
        }
    }
}
