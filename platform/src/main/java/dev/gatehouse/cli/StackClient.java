package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.w3c.dom.Element;

/** CloudFormation over its query protocol: creates or updates a stack and shows how it goes. */
final class StackClient {
    private static final String VERSION = "2010-05-15";
    private static final long POLL_MILLIS = 300;

    /** What a stack is in that was never made: it cannot be updated, only made again. */
    private static final Set<String> NEVER_MADE =
            Set.of("REVIEW_IN_PROGRESS", "CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");

    private static final Map<String, String> FORM =
            Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8");

    private final AwsClient client;
    private final PrintWriter out;
    private final Set<String> seenEvents = new HashSet<>();

    StackClient(AwsClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /** Creates or updates a stack and waits until that is done. */
    void apply(String name, ObjectNode template, Map<String, String> parameters) {
        Map<String, String> request = request(name, template, parameters);
        String status = status(name);
        if (NEVER_MADE.contains(status)) {
            remove(name);
            status = "";
        }
        seenEvents.addAll(eventIds(name, status));
        if (status.isEmpty()) {
            call("CreateStack", request);
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
        Element stack = call("DescribeStacks", Map.of("StackName", name));
        for (Element member : Xml.all(Xml.first(stack, "Outputs"), "member")) {
            outputs.put(Xml.text(member, "OutputKey"), Xml.text(member, "OutputValue"));
        }
        return outputs;
    }

    private boolean updated(Map<String, String> request) {
        try {
            call("UpdateStack", request);
            return true;
        } catch (CommandException refusal) {
            if (String.valueOf(refusal.getMessage()).contains("No updates are to be performed")) {
                return false;
            }
            throw refusal;
        }
    }

    private void remove(String name) {
        call("DeleteStack", Map.of("StackName", name));
        for (String status = status(name); !status.isEmpty(); status = status(name)) {
            if (status.equals("DELETE_FAILED")) {
                showEvents(name);
                throw new CommandException(
                        "the stack %s was never made and cannot be removed; see above, remove what"
                                        .formatted(name)
                                + " resists, and deploy again");
            }
            pause();
        }
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
        for (Element event : events(name).reversed()) {
            if (seenEvents.add(Xml.text(event, "EventId"))) {
                show(event);
            }
        }
        out.flush();
    }

    private void show(Element event) {
        String status = Xml.text(event, "ResourceStatus");
        if (status.endsWith("_FAILED") || status.contains("ROLLBACK")) {
            out.printf(
                    "  %s %s: %s%n",
                    status,
                    Xml.text(event, "LogicalResourceId"),
                    Xml.text(event, "ResourceStatusReason"));
        } else if (status.endsWith("_COMPLETE")) {
            String verb = status.substring(0, status.indexOf('_')).toLowerCase(Locale.ROOT);
            out.printf(
                    "  %-7s %s (%s)%n",
                    verb, Xml.text(event, "LogicalResourceId"), Xml.text(event, "ResourceType"));
        }
    }

    private Set<String> eventIds(String name, String status) {
        Set<String> ids = new HashSet<>();
        if (!status.isEmpty()) {
            events(name).forEach(event -> ids.add(Xml.text(event, "EventId")));
        }
        return ids;
    }

    private List<Element> events(String name) {
        Element answer = call("DescribeStackEvents", Map.of("StackName", name));
        return Xml.all(Xml.first(answer, "StackEvents"), "member");
    }

    /** The stack's status; empty when there is none. */
    private String status(String name) {
        try {
            return Xml.text(call("DescribeStacks", Map.of("StackName", name)), "StackStatus");
        } catch (CommandException refusal) {
            if (String.valueOf(refusal.getMessage()).contains("does not exist")) {
                return "";
            }
            throw refusal;
        }
    }

    private static Map<String, String> request(
            String name, ObjectNode template, Map<String, String> parameters) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("StackName", name);
        request.put("TemplateBody", template.toString());
        request.put("Capabilities.member.1", "CAPABILITY_NAMED_IAM");
        request.put("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND");
        int index = 1;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            request.put("Parameters.member." + index + ".ParameterKey", parameter.getKey());
            request.put("Parameters.member." + index + ".ParameterValue", parameter.getValue());
            index++;
        }
        return request;
    }

    private Element call(String action, Map<String, String> parameters) {
        StringJoiner form = new StringJoiner("&");
        form.add("Action=" + action).add("Version=" + VERSION);
        parameters.forEach(
                (key, value) ->
                        form.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        byte[] body = form.toString().getBytes(StandardCharsets.UTF_8);
        return Xml.parse(client.send("cloudformation", "POST", "/", FORM, body).body());
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
