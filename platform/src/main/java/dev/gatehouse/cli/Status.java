package dev.gatehouse.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Shows what the node is and how it is. */
final class Status implements Verb {
    private final OptionSpec json = Verb.flag("--json", "print the node's response as it is");
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "status",
                    this,
                    "Show the node: address, account, store, sandbox, operations of each service.");

    Status() {
        target.addTo(spec);
        spec.addOption(json);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        NodeClient client = target.client();
        JsonNode status = client.page("/_gatehouse/status");
        PrintWriter out = spec.commandLine().getOut();
        if (json.<Boolean>getValue()) {
            out.println(status.toPrettyString());
            return 0;
        }
        out.printf("%-12s %s%n", "endpoint", client.endpoint());
        status.properties()
                .forEach(
                        field -> out.printf("%-12s %s%n", field.getKey(), words(field.getValue())));
        return 0;
    }

    private static String words(JsonNode value) {
        if (value.isArray()) {
            String items = value.valueStream().map(Status::words).collect(joining("; "));
            return items.isEmpty() ? "none" : items;
        }
        if (value.isObject()) {
            return value.propertyStream()
                    .map(field -> field.getKey() + ' ' + words(field.getValue()))
                    .collect(joining(", "));
        }
        return value.asText();
    }
}
