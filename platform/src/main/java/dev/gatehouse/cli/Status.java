package dev.gatehouse.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the node is and how it is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show the node: address, account, store, sandbox level, runtimes.")
final class Status implements Callable<Integer> {
    @Mixin private Target target = new Target();

    @Option(names = "--json", description = "print the node's answer as it is")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AwsClient client = target.client();
        JsonNode status = client.get("/_gatehouse/status");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
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
