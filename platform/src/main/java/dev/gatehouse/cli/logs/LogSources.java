package dev.gatehouse.cli.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.node.Pages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the log groups of what a command names. */
public final class LogSources {
    private final NodeClient client;

    public LogSources(NodeClient client) {
        this.client = client;
    }

    /** The groups of all functions of the node, by the functions' names. */
    public Map<String, String> functions() {
        Map<String, String> groups = new LinkedHashMap<>();
        Pages.of(client, "lambda", "ListFunctions", "Functions", "Marker", "NextMarker")
                .forEach(
                        function -> {
                            String name = function.path("FunctionName").asText();
                            String group = function.path("LoggingConfig").path("LogGroup").asText();
                            groups.put(name, group.isEmpty() ? "/aws/lambda/" + name : group);
                        });
        return groups;
    }

    /**
     * The groups of the functions of a stack, and of the stacks in it, by the functions' names in
     * the template; none when there is no such stack.
     */
    public Map<String, String> stack(String name) {
        Map<String, String> all = functions();
        Map<String, String> groups = new LinkedHashMap<>();
        try {
            resources(name).forEach(resource -> add(resource, all, groups));
        } catch (CommandException rejection) {
            if (!String.valueOf(rejection.getMessage()).contains("does not exist")) {
                throw rejection;
            }
        }
        return groups;
    }

    private void add(JsonNode resource, Map<String, String> all, Map<String, String> groups) {
        String id = resource.path("PhysicalResourceId").asText();
        String type = resource.path("ResourceType").asText();
        if (type.equals("AWS::CloudFormation::Stack")) {
            resources(id).forEach(inner -> add(inner, all, groups));
        } else if (type.equals("AWS::Lambda::Function") && all.containsKey(id)) {
            groups.put(resource.path("LogicalResourceId").asText(), all.get(id));
        }
    }

    private Stream<JsonNode> resources(String stack) {
        return Pages.of(
                client,
                "cloudformation",
                "ListStackResources",
                Map.of("StackName", stack),
                "StackResourceSummaries",
                "NextToken",
                "NextToken");
    }
}
