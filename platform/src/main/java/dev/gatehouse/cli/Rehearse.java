package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * What the build runs to train the start-up cache: a node on a free port with data of its own, and
 * the requests that a first minute usually brings.
 */
@Command(name = "rehearse", hidden = true, description = "Train the start-up cache.")
final class Rehearse implements Callable<Integer> {
    private final NodeLauncher launcher;

    Rehearse(NodeLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws IOException {
        Path data = Files.createTempDirectory("gatehouse-rehearsal");
        Map<String, String> settings = Map.of("data", data.toString(), "port", "0");
        try (NodeLauncher.RunningNode node = launcher.start(null, settings)) {
            play(node.client());
        } finally {
            delete(data);
        }
        return 0;
    }

    private static void play(AwsClient client) {
        client.get("/_gatehouse/status");
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        client.json("logs", "Logs_20140328.DescribeLogGroups", empty);
        client.send("lambda", "GET", "/2015-03-31/functions/", Map.of(), new byte[0]);
        client.send("apigateway", "GET", "/restapis", Map.of(), new byte[0]);
        client.send("apigateway", "GET", "/v2/apis", Map.of(), new byte[0]);
        client.send(
                "sts",
                "POST",
                "/",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                "Action=GetCallerIdentity&Version=2011-06-15".getBytes(StandardCharsets.UTF_8));
        client.send("s3", "GET", "/", Map.of(), new byte[0]);
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
