package dev.gatehouse.cli;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which node a command talks to, and as whom. */
final class Target {
    private final OptionSpec endpointUrl =
            Verb.option(
                    "--endpoint-url",
                    "URL",
                    "the node's URL (default: that of the node running on --data)",
                    URI.class,
                    null);
    private final OptionSpec data =
            Verb.option(
                    "--data",
                    "DIR",
                    "the node's data folder (default: ${DEFAULT-VALUE})",
                    Path.class,
                    ".gatehouse");
    private final OptionSpec region = Verb.option("--region", "REGION", "the region to act in");

    void addTo(CommandSpec spec) {
        spec.addOption(endpointUrl).addOption(data).addOption(region);
    }

    /** A client for the chosen node, signing with the AWS_* variables or else the local root. */
    AwsClient client() {
        Optional<NodeFile> node = NodeFile.read(data.getValue());
        String chosen = region.getValue();
        Map<String, String> environment = System.getenv();
        return new AwsClient(
                endpoint(node),
                regionOf(
                        chosen != null
                                ? chosen
                                : node.map(NodeFile::region).orElse(Region.DEFAULT.name())),
                new AccessKey(
                        environment.getOrDefault("AWS_ACCESS_KEY_ID", "test"),
                        environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "test"),
                        environment.get("AWS_SESSION_TOKEN")));
    }

    /** Where built packages are kept. */
    Path builds() {
        return data.<Path>getValue().resolve("builds");
    }

    private static Region regionOf(String name) {
        try {
            return new Region(name);
        } catch (IllegalArgumentException problem) {
            throw new CommandException("--region: " + problem.getMessage());
        }
    }

    private URI endpoint(Optional<NodeFile> node) {
        URI given = endpointUrl.getValue();
        if (given != null) {
            boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
            if (!http || given.getHost() == null) {
                throw new CommandException(
                        "--endpoint-url is a URL such as http://localhost:4566, not " + given);
            }
            return given;
        }
        return node.map(found -> URI.create(found.endpoint()))
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "no node runs on %s; start one with 'gatehouse up', or pass --endpoint-url"
                                                .formatted(data.<Path>getValue())));
    }
}
