package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.Clock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What was denied lately, to whom, and the statements that would allow it. */
final class IamDenied implements Verb {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "/aws/cloudtrail";

    private final Target target = new Target();
    private final OptionSpec minutes =
            Verb.option("--minutes", "N", "how far back to look", Integer.class, "60");
    private final CommandSpec spec =
            Verb.named(
                    "denied",
                    this,
                    "Show what was denied lately and the statements that would allow it.");

    IamDenied() {
        target.addTo(spec);
        spec.addOption(minutes);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        Map<String, List<JsonNode>> denied = new LinkedHashMap<>();
        for (JsonNode record : records(target.client())) {
            denied.computeIfAbsent(who(record), _ -> new ArrayList<>()).add(record);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (denied.isEmpty()) {
            out.println("nothing was denied");
        }
        denied.forEach((who, records) -> print(out, who, records));
        return 0;
    }

    private List<JsonNode> records(NodeClient client) {
        int back = minutes.getValue();
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("logGroupName", GROUP);
        input.put("filterPattern", "{ $.additionalEventData.action = \"*\" }");
        input.put("startTime", Clock.SYSTEM.now().toEpochMilli() - back * 60_000L);
        List<JsonNode> records = new ArrayList<>();
        try {
            String next;
            do {
                JsonNode page = client.json("logs", "FilterLogEvents", input);
                page.path("events").forEach(each -> records.add(read(each.path("message"))));
                next = page.path("nextToken").asText("");
                input.put("nextToken", next);
            } while (!next.isEmpty());
        } catch (CommandException rejected) {
            if (!rejected.isNotFound()) {
                throw rejected;
            }
        }
        return records;
    }

    private static JsonNode read(JsonNode record) {
        try {
            return JSON.readTree(record.asText());
        } catch (JsonProcessingException problem) {
            throw new CommandException(GROUP + " holds what is no record: " + record);
        }
    }

    /** Policies belong to roles, and not to their sessions. */
    private static String who(JsonNode record) {
        JsonNode identity = record.path("userIdentity");
        JsonNode issuer = identity.at("/sessionContext/sessionIssuer/arn");
        return issuer.isMissingNode() ? identity.path("arn").asText() : issuer.asText();
    }

    private static void print(PrintWriter out, String who, List<JsonNode> records) {
        out.println(who);
        Map<String, Set<String>> actions = new TreeMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JsonNode record : records) {
            JsonNode said = record.path("additionalEventData");
            String action = said.path("action").asText();
            String resource = said.path("resource").asText();
            actions.computeIfAbsent(resource, _ -> new TreeSet<>()).add(action);
            String reason = said.path("reason").asText();
            int why = Math.max(reason.lastIndexOf(" because "), reason.lastIndexOf(" with an "));
            counts.merge(
                    "  %s on %s%s%s"
                            .formatted(
                                    action,
                                    resource,
                                    why < 0 ? "" : reason.substring(why),
                                    said.path("enforced").asBoolean(true) ? "" : " (let through)"),
                    1,
                    Integer::sum);
        }
        counts.forEach((line, count) -> out.println(line + (count > 1 ? " x " + count : "")));
        out.println("  these statements would allow it, where no other denies it:");
        Map<Set<String>, Set<String>> merged = new LinkedHashMap<>();
        actions.forEach(
                (resource, all) -> merged.computeIfAbsent(all, _ -> new TreeSet<>()).add(resource));
        out.println(
                merged.entrySet().stream()
                        .map(each -> Statements.of(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(",\n")));
    }
}
