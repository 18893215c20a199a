package dev.gatehouse.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a node, deploys an app when one is given, and runs until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start a node and keep it running; Ctrl-C stops everything it started.",
            "With a folder that holds a SAM template.yaml, build and deploy it too.",
            ""
        })
final class Up implements Callable<Integer> {
    private final NodeLauncher launcher;

    @Parameters(
            arity = "0..1",
            paramLabel = "APP",
            description = "folder with a template.yaml to deploy")
    private @Nullable Path app;

    @Option(names = "--port", paramLabel = "N", description = "port to listen on (default: 4566)")
    private @Nullable String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on")
    private @Nullable String host;

    @Option(names = "--data", paramLabel = "DIR", description = "data folder (default: .gatehouse)")
    private @Nullable String data;

    @Option(names = "--account", paramLabel = "ID", description = "the account's twelve digits")
    private @Nullable String account;

    @Option(names = "--region", paramLabel = "REGION", description = "the home region")
    private @Nullable String region;

    @Option(names = "--store", paramLabel = "STORE", description = "sqlite or postgresql://…")
    private @Nullable String store;

    @Option(
            names = "--endpoint",
            paramLabel = "SERVICE=URL",
            description = "where a neighbouring service is, such as sqs=http://localhost:9324")
    private Map<String, String> endpoints = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any setting by its key")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "settings file (YAML); options win over it. 'gatehouse up --list-settings'"
                            + " shows the keys")
    private @Nullable Path file;

    @Option(names = "--list-settings", description = "print every setting and stop")
    private boolean listSettings;

    @Spec private CommandSpec spec = CommandSpec.create();

    Up(NodeLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listSettings) {
            launcher.settings()
                    .forEach(
                            setting ->
                                    out.printf(
                                            "%-16s %s%s%n",
                                            setting.key(),
                                            setting.meaning(),
                                            setting.fallback().isEmpty()
                                                    ? ""
                                                    : " (default: " + setting.fallback() + ")"));
            return 0;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (NodeLauncher.RunningNode node = launcher.start(file, settings())) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().unstarted(() -> stopAndWait(stop, stopped)));
            announce(out, node);
            if (app != null) {
                deploy(app, node, out);
            }
            stop.await();
            out.println("\nstopping …");
            out.flush();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static void deploy(Path app, NodeLauncher.RunningNode node, PrintWriter out) {
        out.println("Deploying " + app);
        out.flush();
        new Deployment(node.client(), node.data().resolve("builds"), out)
                .deploy(app, Deploy.stackNameOf(app), Map.of());
    }

    private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(PrintWriter out, NodeLauncher.RunningNode node) {
        out.println("Gatehouse " + Version.release() + " is up");
        out.println("  endpoint  " + node.endpoint());
        out.println("  data      " + node.data());
        out.println("  sandbox   " + node.sandbox());
        out.println();
        out.println("Point AWS tools at it:  eval \"$(./gatehouse env)\"     Stop: Ctrl-C");
        out.flush();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(others);
        put(settings, "port", port);
        put(settings, "host", host);
        put(settings, "data", data);
        put(settings, "account", account);
        put(settings, "region", region);
        put(settings, "store", store);
        endpoints.forEach((service, url) -> settings.put("endpoint." + service, url));
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable String value) {
        if (value != null) {
            settings.put(key, value);
        }
    }
}
