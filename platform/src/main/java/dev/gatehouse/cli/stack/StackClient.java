package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.node.Pages;
import dev.gatehouse.kernel.NearestWord;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Creates, updates or deletes a stack and shows how it goes. */
public final class StackClient {
    private static final String SERVICE = "cloudformation";
    private static final long POLL_MILLIS = 300;

    /** What a stack is in that was never made: it cannot be updated, only made again. */
    private static final Set<String> NEVER_MADE =
            Set.of("REVIEW_IN_PROGRESS", "CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");

    private static final String DELETED = "DELETE_COMPLETE";

    private final NodeClient client;
    private final PrintWriter out;
    private final Set<String> seenEvents = new HashSet<>();

    /** When what is under way began, in milliseconds since 1970, by logical id. */
    private final Map<String, Long> begun = new HashMap<>();

    public StackClient(NodeClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /** Creates or updates a stack and waits until that is done. */
    void apply(String name, ObjectNode template, Map<String, String> parameters) {
        Map<String, Object> request = request(name, template, parameters);
        String status = status(name);
        if (NEVER_MADE.contains(status)) {
            remove(name);
            status = "";
        }
        seenEvents.addAll(eventIds(name, status));
        if (status.isEmpty()) {
            create(request);
        } else if (!updated(request)) {
            out.println("  stack   " + name + " is up to date");
            return;
        }
        String end = await(name);
        if (!end.equals("CREATE_COMPLETE") && !end.equals("UPDATE_COMPLETE")) {
            throw new CommandException("the stack %s ended as %s".formatted(name, end));
        }
    }

    /** A stack's outputs by key. */
    Map<String, String> outputs(String name) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (JsonNode output : stack(name).path("Outputs")) {
            outputs.put(text(output, "OutputKey"), text(output, "OutputValue"));
        }
        return outputs;
    }

    private void create(Map<String, Object> request) {
        try {
            call("CreateStack", request);
        } catch (CommandException rejection) {
            String said = String.valueOf(rejection.getMessage());
            throw said.endsWith("must have values")
                    ? new CommandException(said + ": --parameter NAME=VALUE gives one")
                    : rejection;
        }
    }

    private boolean updated(Map<String, Object> request) {
        try {
            call("UpdateStack", request);
            return true;
        } catch (CommandException rejection) {
            if (String.valueOf(rejection.getMessage()).contains("No updates are to be performed")) {
                return false;
            }
            throw rejection;
        }
    }

    /** Deletes a stack and waits until that is done. */
    public void delete(String name) {
        String status = status(name);
        if (status.isEmpty()) {
            throw new CommandException("there is no stack " + name + instead(name));
        }
        seenEvents.addAll(eventIds(name, status));
        if (!removed(name)) {
            throw new CommandException(
                    "the stack %s cannot be deleted; see above, remove what resists, and try again"
                            .formatted(name));
        }
    }

    /** What there is, as the end of a sentence. */
    private String instead(String name) {
        List<String> names =
                Pages.of(client, SERVICE, "DescribeStacks", "Stacks", "NextToken", "NextToken")
                        .map(stack -> text(stack, "StackName"))
                        .toList();
        List<String> close = NearestWord.meant(name, names);
        if (!close.isEmpty()) {
            return "; did you mean " + String.join(" or ", close) + "?";
        }
        return names.isEmpty()
                ? "; the node has no stacks"
                : "; the node has " + String.join(", ", names);
    }

    private void remove(String name) {
        if (!removed(name)) {
            throw new CommandException(
                    "the stack %s was never made and cannot be removed; see above, remove what"
                                    .formatted(name)
                            + " resists, and deploy again");
        }
    }

    /** Deletes a stack, showing how it goes; false when something of it resists. */
    private boolean removed(String name) {
        String id = text(stack(name), "StackId");
        call("DeleteStack", Map.of("StackName", id));
        for (String status = status(id); !status.equals(DELETED); status = status(id)) {
            showEvents(id);
            if (status.equals("DELETE_FAILED")) {
                showEvents(id);
                return false;
            }
            pause();
        }
        showEvents(id);
        return true;
    }

    private String await(String name) {
        while (true) {
            showEvents(name);
            String status = status(name);
            if (!status.endsWith("_IN_PROGRESS")) {
                showEvents(name);
                return status;
            }
            pause();
        }
    }

    private void showEvents(String name) {
        for (JsonNode event : events(name).reversed()) {
            if (seenEvents.add(text(event, "EventId"))) {
                show(event);
            }
        }
        out.flush();
    }

    private void show(JsonNode event) {
        String status = text(event, "ResourceStatus");
        String id = text(event, "LogicalResourceId");
        if (status.endsWith("_IN_PROGRESS")) {
            begun.putIfAbsent(id, millis(event));
        }
        if (status.endsWith("_FAILED") || status.contains("ROLLBACK")) {
            out.printf("  %s %s: %s%n", status, id, text(event, "ResourceStatusReason"));
        } else if (status.endsWith("_COMPLETE")) {
            String verb = status.substring(0, status.indexOf('_')).toLowerCase(Locale.ROOT);
            Long since = begun.remove(id);
            String took = since == null ? "" : "  " + Took.text(millis(event) - since);
            out.printf("  %-7s %s (%s)%s%n", verb, id, text(event, "ResourceType"), took);
        }
    }

    private static long millis(JsonNode event) {
        JsonNode timestamp = event.path("Timestamp");
        return timestamp.path("epochSecond").asLong() * 1_000
                + timestamp.path("nano").asLong() / 1_000_000;
    }

    private Set<String> eventIds(String name, String status) {
        Set<String> ids = new HashSet<>();
        if (!status.isEmpty()) {
            events(name).forEach(event -> ids.add(text(event, "EventId")));
        }
        return ids;
    }

    private List<JsonNode> events(String name) {
        return call("DescribeStackEvents", Map.of("StackName", name))
                .path("StackEvents")
                .valueStream()
                .toList();
    }

    private JsonNode stack(String name) {
        return call("DescribeStacks", Map.of("StackName", name)).path("Stacks").path(0);
    }

    /** The stack's status; empty when there is none. */
    private String status(String name) {
        try {
            return text(stack(name), "StackStatus");
        } catch (CommandException rejection) {
            if (String.valueOf(rejection.getMessage()).contains("does not exist")) {
                return "";
            }
            throw rejection;
        }
    }

    private static Map<String, Object> request(
            String name, ObjectNode template, Map<String, String> parameters) {
        List<Map<String, String>> given =
                parameters.entrySet().stream()
                        .map(
                                parameter ->
                                        Map.of(
                                                "ParameterKey",
                                                parameter.getKey(),
                                                "ParameterValue",
                                                parameter.getValue()))
                        .toList();
        return Map.of(
                "StackName",
                name,
                "TemplateBody",
                template.toString(),
                "Capabilities",
                List.of("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"),
                "Parameters",
                given);
    }

    private JsonNode call(String action, Map<String, ?> input) {
        return client.json(SERVICE, action, input);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }
}
