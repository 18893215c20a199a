package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Setting;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.app.settings.SettingsFile;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.node.NodeFile;
import dev.gatehouse.cli.watch.LiveCode;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.runtimes.RuntimeSurvey;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.store.BlobKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Starts nodes in this process for the command line. */
final class LocalNodes implements NodeLauncher {

    @Override
    public RunningNode start(
            Map<String, String> usual, @Nullable Path file, Map<String, String> given) {
        try {
            Settings read = file == null ? new Settings(Map.of()) : SettingsFile.read(file);
            Settings settings = new Settings(usual).with(read.values()).with(given);
            return announced(Node.start(Config.of(settings)));
        } catch (SettingsException problem) {
            throw new CommandException(String.valueOf(problem.getMessage()));
        }
    }

    /** A node that other commands cannot find is stopped again. */
    private static RunningNode announced(Node node) {
        try {
            return new LocalNode(node);
        } catch (CommandException problem) {
            node.close();
            throw problem;
        }
    }

    @Override
    public List<SettingHelp> settings() {
        return Arrays.stream(Setting.values())
                .map(
                        setting ->
                                new SettingHelp(
                                        setting.key(), setting.fallback(), setting.meaning()))
                .toList();
    }

    @Override
    public Machine examine() {
        Map<String, List<String>> interpreters = new LinkedHashMap<>();
        RuntimeSurvey.of(System.getenv())
                .forEach(each -> interpreters.put(each.language(), each.programs()));
        try {
            Path folder = Files.createTempDirectory("gatehouse-doctor");
            try (DataFolder data = DataFolder.lock(folder);
                    Sandboxes sandboxes = SandboxStart.open(defaults(), data)) {
                SandboxReport report = sandboxes.report();
                return new Machine(report.level().title(), report.warnings(), interpreters);
            } finally {
                FileTrees.deleteIfExists(folder);
            }
        } catch (SettingsException none) {
            return new Machine("none", List.of(String.valueOf(none.getMessage())), interpreters);
        } catch (IOException problem) {
            throw new CommandException("cannot look at this machine: " + problem.getMessage());
        }
    }

    private static Config.Environments defaults() {
        return Config.of(new Settings(Map.of())).functions().environments();
    }

    /** Packages by the digests of their archives. */
    private record EditedPackages(dev.gatehouse.lambda.registry.LiveCode packages)
            implements LiveCode {
        @Override
        public Path edit(String sha256) {
            return packages.edit(new BlobKey(sha256));
        }

        @Override
        public void edited(String sha256) {
            packages.edited(new BlobKey(sha256));
        }
    }

    /** One such node, with the file by which other commands find it. */
    private static final class LocalNode implements RunningNode {
        private final Node node;

        LocalNode(Node node) {
            this.node = node;
            Config.Home home = node.config().home();
            new NodeFile(
                            endpoint().toString(),
                            ProcessHandle.current().pid(),
                            home.account().value(),
                            home.region().name(),
                            !node.config().root().wellKnown())
                    .write(data());
        }

        @Override
        public URI endpoint() {
            String host = node.config().listen().host();
            boolean local = host.equals("127.0.0.1") || host.equals("0.0.0.0");
            String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return URI.create("http://%s:%d".formatted(local ? "localhost" : name, node.port()));
        }

        @Override
        public NodeClient client() {
            return new NodeClient(endpoint(), node.config().home().region(), node.rootKey());
        }

        @Override
        public String sandbox() {
            SandboxReport report = node.sandbox();
            String level = report.level().title();
            StringBuilder words = new StringBuilder(level);
            report.warnings().forEach(warning -> words.append("\n            ! ").append(warning));
            return words.toString();
        }

        @Override
        public String inMemory() {
            return String.join(", ", new TreeSet<>(node.config().elsewhere().engine()));
        }

        @Override
        public LiveCode liveCode() {
            return new EditedPackages(node.liveCode());
        }

        @Override
        public Path data() {
            return node.config().data();
        }

        @Override
        public void close() {
            NodeFile.remove(data());
            node.close();
        }
    }
}
