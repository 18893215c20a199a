package dev.gatehouse.cli;

import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node a command talks to, and as whom. */
final class Target {
    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "the node's URL (default: that of the node running on --data)")
    private @Nullable URI endpointUrl;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the node's data folder (default: ${DEFAULT-VALUE})",
            defaultValue = ".gatehouse")
    private Path data = Path.of(".gatehouse");

    @Option(names = "--region", paramLabel = "REGION", description = "the region to act in")
    private @Nullable String region;

    /** A client for the chosen node, signing with the AWS_* variables or else the local root. */
    AwsClient client() {
        Optional<NodeFile> node = NodeFile.read(data);
        Map<String, String> environment = System.getenv();
        return new AwsClient(
                endpoint(node),
                new Region(
                        region != null
                                ? region
                                : node.map(NodeFile::region).orElse(Region.DEFAULT.name())),
                new AccessKey(
                        environment.getOrDefault("AWS_ACCESS_KEY_ID", "test"),
                        environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "test"),
                        environment.get("AWS_SESSION_TOKEN")));
    }

    /** Where built packages are kept. */
    Path builds() {
        return data.resolve("builds");
    }

    private URI endpoint(Optional<NodeFile> node) {
        if (endpointUrl != null) {
            return endpointUrl;
        }
        return node.map(found -> URI.create(found.endpoint()))
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "no node runs on %s; start one with 'gatehouse up', or pass --endpoint-url"
                                                .formatted(data)));
    }
}
