package dev.gatehouse.cli;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.node.NodeFile;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.RootKeyFile;
import dev.gatehouse.kernel.Region;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which node a command talks to, and as whom. */
final class Target {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private static final String DATA = ".gatehouse";

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
                    "the node's data folder (default: .gatehouse here or in a folder above)",
                    Path.class,
                    null);
    private final OptionSpec region = Verb.option("--region", "REGION", "the region to act in");

    void addTo(CommandSpec spec) {
        spec.addOption(endpointUrl).addOption(data).addOption(region);
    }

    /** A client for the chosen node. */
    NodeClient client() {
        Optional<NodeFile> node =
                endpointUrl.getValue() == null ? NodeFile.read(folder()) : Optional.empty();
        String chosen = region.getValue();
        return new NodeClient(
                endpoint(node),
                regionOf(
                        chosen != null
                                ? chosen
                                : node.map(NodeFile::region).orElse(Region.DEFAULT.name())),
                key(node, RootKeyFile.read(folder()), System.getenv()));
    }

    /** The node that runs on the data folder. */
    NodeFile node() {
        return NodeFile.read(folder())
                .orElseThrow(() -> new CommandException("no node runs on " + folder()));
    }

    /**
     * With which keys to sign. A shell often has keys of AWS itself, which this machine's node does
     * not know: there they only count when the root has no well-known pair, or when the key names
     * an account, as emulators have it.
     *
     * @param root the root's pair in the node's data folder
     */
    static AccessKey key(
            Optional<NodeFile> node, Optional<AccessKey> root, Map<String, String> environment) {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        boolean wellKnown = node.isPresent() && !node.get().ownKeys();
        if (id != null && secret != null && (!wellKnown || ACCOUNT.matcher(id).matches())) {
            return new AccessKey(id, secret, environment.get("AWS_SESSION_TOKEN"));
        }
        if (node.isPresent() && !wellKnown) {
            return root.orElseThrow(
                    () ->
                            new CommandException(
                                    "the node's root has keys of its own; set AWS_ACCESS_KEY_ID and"
                                            + " AWS_SECRET_ACCESS_KEY to them"));
        }
        return new AccessKey("test", "test", null);
    }

    private Path folder() {
        Path given = data.getValue();
        return given == null ? nearest(Path.of("").toAbsolutePath()) : given;
    }

    /** The data folder of a node that was started in a folder or one above it. */
    static Path nearest(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path found = folder.resolve(DATA);
            if (NodeFile.read(found).isPresent()) {
                return found;
            }
        }
        return Path.of(DATA);
    }

    /** Where built packages are kept. */
    Path builds() {
        return folder().resolve("builds");
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
                                                .formatted(folder())));
    }
}
