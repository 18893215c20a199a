package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.node.Pages;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Lists what is deployed on the node: functions, APIs with the URLs of their stages, stacks. */
final class Ls implements Verb {
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named("ls", this, "List functions, APIs with their URLs, and stacks.");

    Ls() {
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        NodeClient client = target.client();
        PrintWriter out = spec.commandLine().getOut();
        print(out, "functions", functions(client));
        print(out, "APIs", apis(client));
        print(out, "stacks", stacks(client));
        return 0;
    }

    /** Columns as wide as their widest word. */
    private static void print(PrintWriter out, String title, List<List<String>> rows) {
        out.println(title + (rows.isEmpty() ? ": none" : ""));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                line.append(' ').append(row.get(column));
                line.repeat(" ", width(rows, column) - row.get(column).length());
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static List<List<String>> functions(NodeClient client) {
        return Pages.of(client, "lambda", "ListFunctions", "Functions", "Marker", "NextMarker")
                .map(
                        function ->
                                List.of(
                                        text(function, "FunctionName"),
                                        function.path("Runtime").asText("image"),
                                        text(function, "MemorySize") + " MB"))
                .toList();
    }

    private static List<List<String>> apis(NodeClient client) {
        List<List<String>> rows = new ArrayList<>();
        Pages.of(client, "apigateway", "GetRestApis", "items", "position", "position")
                .forEach(api -> rows.addAll(rest(client, api)));
        Pages.of(client, "apigatewayv2", "GetApis", "Items", "NextToken", "NextToken")
                .forEach(api -> rows.addAll(http(client, api)));
        return rows;
    }

    private static List<List<String>> rest(NodeClient client, JsonNode api) {
        String id = text(api, "id");
        JsonNode stages = client.json("apigateway", "GetStages", Map.of("restApiId", id));
        return rows(
                List.of(text(api, "name"), "REST"),
                stages.path("item")
                        .valueStream()
                        .map(stage -> url(client, id, '/' + text(stage, "stageName"))));
    }

    private static List<List<String>> http(NodeClient client, JsonNode api) {
        String id = text(api, "ApiId");
        Stream<JsonNode> stages =
                Pages.of(
                        client,
                        "apigatewayv2",
                        "GetStages",
                        Map.of("ApiId", id),
                        "Items",
                        "NextToken",
                        "NextToken");
        return rows(
                List.of(text(api, "Name"), text(api, "ProtocolType")),
                stages.map(stage -> text(stage, "StageName"))
                        .map(
                                stage ->
                                        url(
                                                client,
                                                id,
                                                stage.equals("$default") ? "/" : '/' + stage)));
    }

    /** An API's row for each of its stages; one that was never deployed has a row without a URL. */
    private static List<List<String>> rows(List<String> api, Stream<String> urls) {
        List<List<String>> rows = urls.map(url -> List.of(api.get(0), api.get(1), url)).toList();
        return rows.isEmpty() ? List.of(List.of(api.get(0), api.get(1), "not deployed")) : rows;
    }

    private static String url(NodeClient client, String api, String path) {
        URI node = client.endpoint();
        return "%s://%s.execute-api.%s.localhost:%d%s"
                .formatted(node.getScheme(), api, client.region(), node.getPort(), path);
    }

    private static List<List<String>> stacks(NodeClient client) {
        return Pages.of(
                        client,
                        "cloudformation",
                        "DescribeStacks",
                        "Stacks",
                        "NextToken",
                        "NextToken")
                .map(stack -> List.of(text(stack, "StackName"), text(stack, "StackStatus")))
                .toList();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
