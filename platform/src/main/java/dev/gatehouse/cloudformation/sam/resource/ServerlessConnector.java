package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands a connector: what lets its source reach its destinations. */
public final class ServerlessConnector {
    private static final Pattern VALUE = Pattern.compile("<(Source|Destination)\\.(\\w+)>");

    private final Declared declared;
    private final Expansion expansion;

    public ServerlessConnector(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
    }

    public void expand() {
        for (String required : List.of("Source", "Destination", "Permissions")) {
            if (declared.get(required).isMissingNode()) {
                throw declared.invalid("Missing required property '" + required + "'.");
            }
        }
        ArrayNode destinations = Connectors.destinations(declared);
        boolean many = declared.get("Destination").isArray();
        List<Made> made = new ArrayList<>();
        for (int index = 0; index < destinations.size(); index++) {
            JsonNode to = destinations.get(index);
            JsonNode from = declared.get("Source");
            ConnectorEnd destination = ConnectorEnd.of(declared, to, from, expansion);
            ConnectorEnd source = ConnectorEnd.of(declared, from, to, expansion);
            String suffix = many ? "Destination" + index : "";
            made.addAll(between(source, destination, suffix));
        }
        waitForAll(made);
        expansion.replace(declared, made, Map.of());
    }

    /** What waits for the connector waits for what it makes. */
    private void waitForAll(List<Made> made) {
        for (JsonNode resource : expansion.expanded()) {
            JsonNode depends = resource.path("DependsOn");
            if (depends.isMissingNode()) {
                continue;
            }
            ArrayNode list = Json.list().addAll(Values.list(depends));
            boolean waits = false;
            for (int index = list.size() - 1; index >= 0; index--) {
                if (list.get(index).asText().equals(declared.id())) {
                    list.remove(index);
                    waits = true;
                }
            }
            if (waits) {
                made.forEach(each -> Values.addUnique(list, Json.text(each.id())));
                ((ObjectNode) resource).set("DependsOn", list);
            }
        }
    }

    private List<Made> between(ConnectorEnd source, ConnectorEnd destination, String suffix) {
        String types = "connector from " + source.type() + " to " + destination.type();
        ConnectorProfile profile = ConnectorProfile.between(source.type(), destination.type());
        if (profile == null) {
            throw declared.invalid(
                    "Unable to create "
                            + types
                            + "; it's not supported or the template is invalid.");
        }
        List<String> asked = asked(profile, types);
        List<Made> made =
                switch (profile.kind()) {
                    case "policy" -> List.of(policy(profile, asked, source, destination, suffix));
                    case "permission" -> permissions(profile, asked, source, destination, suffix);
                    case "topic" -> {
                        JsonNode topic = Json.list().add(destination.arn());
                        yield List.of(
                                made("TopicPolicy" + suffix, "AWS::SNS::TopicPolicy")
                                        .set("Topics", topic)
                                        .set(
                                                "PolicyDocument",
                                                document(profile, asked, source, destination)));
                    }
                    default -> {
                        if (!Values.isTrue(destination.queueUrl())) {
                            throw declared.invalid(
                                    "Unable to get SQS queue URL from 'Destination' resource.");
                        }
                        JsonNode queue = Json.list().add(destination.queueUrl());
                        yield List.of(
                                made("QueuePolicy" + suffix, "AWS::SQS::QueuePolicy")
                                        .set(
                                                "PolicyDocument",
                                                document(profile, asked, source, destination))
                                        .set("Queues", queue));
                    }
                };
        made.forEach(each -> each.attribute("Metadata", metadata(source, destination)));
        return made;
    }

    private List<String> asked(ConnectorProfile profile, String types) {
        TreeSet<String> asked = new TreeSet<>();
        declared.get("Permissions").forEach(each -> asked.add(each.asText()));
        String valid = String.join(", ", profile.permissions().keySet());
        if (asked.isEmpty()) {
            throw declared.invalid(
                    "'Permissions' cannot be empty; valid values are: " + valid + ".");
        }
        String unsupported = "Unsupported 'Permissions' provided for " + types + "; valid ";
        if (!profile.permissions().keySet().containsAll(asked)) {
            throw declared.invalid(unsupported + "values are: " + valid + ".");
        }
        List<List<String>> together =
                profile.together().stream().map(each -> each.stream().sorted().toList()).toList();
        if (!together.isEmpty() && !together.contains(List.copyOf(asked))) {
            String sets =
                    String.join(
                            ", ", together.stream().map(each -> String.join(" + ", each)).toList());
            throw declared.invalid(unsupported + "combinations are: " + sets + ".");
        }
        return profile.permissions().keySet().stream().filter(asked::contains).toList();
    }

    private Made made(String suffix, String type) {
        return new Made(declared.id() + suffix, type, declared.attributes());
    }

    private Made policy(
            ConnectorProfile profile,
            List<String> asked,
            ConnectorEnd source,
            ConnectorEnd destination,
            String suffix) {
        ConnectorEnd end = profile.ofSource() ? source : destination;
        ObjectNode document = document(profile, asked, source, destination);
        if (!Values.isTrue(end.role())) {
            throw declared.invalid(
                    "Unable to get IAM role name from '"
                            + (profile.ofSource() ? "Source" : "Destination")
                            + "' resource.");
        }
        Made policy = made("Policy" + suffix, "AWS::IAM::ManagedPolicy");
        policy.set("PolicyDocument", document).set("Roles", Json.list().add(end.role()));
        if (profile.before().equals("source") && !source.id().isEmpty()) {
            expansion.dependOn(source.id(), policy.id());
        }
        if (profile.before().equals("mapping") && !destination.id().isEmpty()) {
            List<String> mappings = mappings(source.id(), destination.id());
            if (mappings.size() == 1) {
                expansion.dependOn(mappings.getFirst(), policy.id());
            }
        }
        return policy;
    }

    private List<String> mappings(String source, String function) {
        List<String> mappings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : expansion.expanded().properties()) {
            JsonNode properties = each.getValue().path("Properties");
            boolean same =
                    each.getValue().path("Type").asText().equals("AWS::Lambda::EventSourceMapping")
                            && function.equals(Values.referred(properties.path("FunctionName")))
                            && source.equals(Values.referred(properties.path("EventSourceArn")));
            if (same) {
                mappings.add(each.getKey());
            }
        }
        return mappings;
    }

    private List<Made> permissions(
            ConnectorProfile profile,
            List<String> asked,
            ConnectorEnd source,
            ConnectorEnd destination,
            String suffix) {
        if (!Values.isTrue(destination.arn())) {
            throw declared.invalid(
                    "Unable to get Lambda function ARN from 'Destination' resource.");
        }
        List<Made> permissions = new ArrayList<>();
        for (String name : asked) {
            List<String> words = profile.statements(name).getFirst();
            Made permission = made(name + "LambdaPermission" + suffix, "AWS::Lambda::Permission");
            permission.set("Action", words.get(0)).set("FunctionName", destination.arn());
            permission.set("Principal", words.get(2));
            permission.set("SourceArn", value(words.get(4), source, destination));
            if (words.size() > 6) {
                permission.set("SourceAccount", value(words.get(6), source, destination));
            }
            permissions.add(permission);
        }
        return permissions;
    }

    private ObjectNode document(
            ConnectorProfile profile,
            List<String> asked,
            ConnectorEnd source,
            ConnectorEnd destination) {
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        for (String name : asked) {
            for (List<String> words : profile.statements(name)) {
                ObjectNode statement = statements.addObject().put("Effect", "Allow");
                int in = words.indexOf("in");
                if (in >= 0) {
                    ArrayNode actions = statement.putArray("Action");
                    words.subList(0, in).forEach(actions::add);
                    ArrayNode resources = statement.putArray("Resource");
                    words.subList(in + 1, words.size())
                            .forEach(each -> resources.add(value(each, source, destination)));
                } else {
                    statement.put("Action", words.get(0));
                    statement.putObject("Principal").put("Service", words.get(2));
                    statement.set("Resource", value(words.get(4), source, destination));
                    statement
                            .putObject("Condition")
                            .putObject("ArnEquals")
                            .set("aws:SourceArn", value("<Source.Arn>", source, destination));
                }
            }
        }
        return document;
    }

    /** A text of a profile with the values of the two ends in it. */
    private JsonNode value(String text, ConnectorEnd source, ConnectorEnd destination) {
        ObjectNode variables = Json.object();
        Matcher matcher = VALUE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            ConnectorEnd end = matcher.group(1).equals("Source") ? source : destination;
            JsonNode value = end.value(matcher.group(2));
            if (value.isMissingNode()) {
                throw declared.invalid(matcher.group(1) + "." + matcher.group(2) + " is missing.");
            }
            if (matcher.group().equals(text)) {
                return value;
            }
            String name = matcher.group(1) + matcher.group(2);
            variables.set(name, value);
            matcher.appendReplacement(result, Matcher.quoteReplacement("${" + name + "}"));
        }
        matcher.appendTail(result);
        return variables.isEmpty()
                ? Json.sub(result.toString())
                : Values.sub(result.toString(), variables);
    }

    private ObjectNode metadata(ConnectorEnd source, ConnectorEnd destination) {
        ObjectNode metadata =
                declared.attributes().path("Metadata").deepCopy() instanceof ObjectNode given
                        ? given
                        : Json.object();
        ObjectNode own = Json.object();
        own.putObject("Source").put("Type", type(source));
        own.putObject("Destination").put("Type", type(destination));
        metadata.putObject("aws:sam:connectors").set(declared.id(), own);
        return metadata;
    }

    /** The type as written, which may be a serverless one. */
    private String type(ConnectorEnd end) {
        ObjectNode written = end.id().isEmpty() ? null : expansion.written(end.id());
        return written == null ? end.type() : written.path("Type").asText(end.type());
    }
}
