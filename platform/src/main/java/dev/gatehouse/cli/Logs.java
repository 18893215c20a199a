package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a function's log, and follows it. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Print a function's log.",
            "",
            "  gatehouse logs -f my-function",
            "  gatehouse logs --since 2h --filter ERROR my-function"
        })
final class Logs implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_MILLIS = 500;

    /** How far back a poll looks again, since events of several streams arrive out of order. */
    private static final long OVERLAP_MILLIS = 5_000;

    @Parameters(paramLabel = "FUNCTION", description = "function name, or a log group with its /")
    private String function = "";

    @Option(names = "-f", description = "keep following; Ctrl-C ends it")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "how far back to start, such as 90s, 10m, 2h (default: 10m)",
            defaultValue = "10m")
    private String since = "10m";

    @Option(names = "--filter", paramLabel = "PATTERN", description = "CloudWatch filter pattern")
    private @Nullable String filter;

    @Mixin private Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        AwsClient client = target.client();
        Set<String> seen = new LinkedHashSet<>();
        long from = Instant.now().minus(sinceDuration()).toEpochMilli();
        while (true) {
            long newest = printSince(client, from, seen);
            if (!follow) {
                return 0;
            }
            from = Math.max(from, newest - OVERLAP_MILLIS);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private long printSince(AwsClient client, long from, Set<String> seen) {
        PrintWriter out = spec.commandLine().getOut();
        long newest = from;
        String token = null;
        do {
            JsonNode page =
                    client.json("logs", "Logs_20140328.FilterLogEvents", request(from, token));
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

    private ObjectNode request(long from, @Nullable String token) {
        ObjectNode request = JSON.createObjectNode();
        request.put(
                "logGroupName", function.startsWith("/") ? function : "/aws/lambda/" + function);
        request.put("startTime", from);
        request.put("interleaved", true);
        if (filter != null) {
            request.put("filterPattern", filter);
        }
        if (token != null) {
            request.put("nextToken", token);
        }
        return request;
    }

    private Duration sinceDuration() {
        try {
            return Duration.parse("PT" + since);
        } catch (DateTimeParseException problem) {
            throw new CommandException(
                    "--since is a duration such as 90s, 10m or 2h, not " + since);
        }
    }
}
