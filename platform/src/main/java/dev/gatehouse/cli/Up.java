package dev.gatehouse.cli;

import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.logs.AppLogs;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.stack.Deployed;
import dev.gatehouse.cli.stack.Deployment;
import dev.gatehouse.cli.watch.AppWatch;
import dev.gatehouse.kernel.DevelopmentServices;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Starts a node, deploys an app when one is given, and runs until it is told to stop. */
final class Up implements Verb {
    private static final String PROJECT_FILE = "gatehouse.toml";

    private final NodeLauncher launcher;
    private final PositionalParamSpec app =
            Verb.optionalWord(
                    0, "APP", "folder with a template.yaml, or with a function, to deploy", null);
    private final OptionSpec port = Verb.option("--port", "N", "port to listen on (default: 4566)");
    private final OptionSpec host = Verb.option("--host", "ADDRESS", "address to listen on");
    private final OptionSpec data =
            Verb.option("--data", "DIR", "data folder (default: .gatehouse)");
    private final OptionSpec account =
            Verb.option("--account", "ID", "the account's twelve digits");
    private final OptionSpec region = Verb.option("--region", "REGION", "the home region");
    private final OptionSpec store = Verb.option("--store", "STORE", "sqlite or postgresql://…");
    private final OptionSpec endpoints =
            Verb.pairs(
                    "--endpoint",
                    "SERVICE=URL",
                    "where a neighbouring service is, such as sqs=http://localhost:9324");
    private final OptionSpec with =
            Verb.option(
                    "--with",
                    "SERVICES",
                    "serve these of AWS's services in memory, for development: "
                            + DevelopmentServices.list()
                            + "; or all");
    private final OptionSpec others = Verb.pairs("--set", "KEY=VALUE", "any setting by its key");
    private final OptionSpec file =
            Verb.option(
                    "--settings",
                    "FILE",
                    "settings file, TOML or YAML by its name (default: gatehouse.toml here, when"
                            + " there is one); options win over it. 'gatehouse up --list-settings'"
                            + " shows the keys");
    private final OptionSpec listSettings =
            Verb.flag("--list-settings", "print every setting and stop");
    private final OptionSpec watch =
            Verb.flag(
                    "--watch",
                    "follow APP: a file that changes is in force with the next call, and the"
                            + " functions' logs are printed");
    private final OptionSpec parameters =
            Verb.pairs(
                    "--parameter",
                    "NAME=VALUE",
                    "value of a parameter of APP's template; may be repeated");
    private final OptionSpec quiet = Verb.flag("-q", "--quiet", "print no line for each request");
    private final CommandSpec spec =
            Verb.named(
                    "up",
                    this,
                    "Start a node and keep it running; Ctrl-C stops everything it started.",
                    "With a folder that holds a SAM template.yaml, or a function alone, build and"
                            + " deploy it too.",
                    "",
                    "  gatehouse up --watch my-app   and edit: the next call runs what was saved",
                    "");

    Up(NodeLauncher launcher) {
        this.launcher = launcher;
        spec.addPositional(app);
        List.of(
                        port,
                        host,
                        data,
                        account,
                        region,
                        store,
                        endpoints,
                        with,
                        others,
                        file,
                        parameters,
                        watch,
                        quiet,
                        listSettings)
                .forEach(spec::addOption);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listSettings.<Boolean>getValue()) {
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
        requireFolder();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (NodeLauncher.RunningNode node = launcher.start(usual(), settingsFile(), settings())) {
            FutureTask<Void> deployment = new FutureTask<>(() -> run(node, out));
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .unstarted(() -> stopAndWait(stop, deployment, stopped)));
            announce(out, node);
            finish(deployment);
            stop.await();
            out.println("\nstopping …");
            out.flush();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** A name that was mistyped is said before a node is started for it. */
    private void requireFolder() {
        Path folder = path(app.getValue());
        if (folder == null && watch.<Boolean>getValue()) {
            throw new CommandException("--watch needs the folder of an app");
        }
        if (folder == null && !Verb.pairs(parameters).isEmpty()) {
            throw new CommandException("--parameter needs the folder of an app");
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CommandException("there is no folder " + folder);
        }
    }

    private @Nullable Void run(NodeLauncher.RunningNode node, PrintWriter out)
            throws InterruptedException {
        Path folder = path(app.getValue());
        if (folder == null) {
            return null;
        }
        Path builds = node.data().resolve("builds");
        if (watch.<Boolean>getValue()) {
            Packager packager = Packager.apart(builds);
            watch(node, folder, () -> deploy(node, folder, packager, out), out);
        } else {
            deploy(node, folder, new Packager(builds), out);
        }
        return null;
    }

    private Deployed deploy(
            NodeLauncher.RunningNode node, Path folder, Packager packager, PrintWriter out) {
        out.println("Deploying " + folder);
        out.flush();
        return new Deployment(node.client(), packager, out)
                .deploy(folder, Deployment.stackNameOf(folder), Verb.pairs(parameters));
    }

    /** Until Ctrl-C comes. */
    private void watch(
            NodeLauncher.RunningNode node,
            Path folder,
            Supplier<Deployed> deployment,
            PrintWriter out)
            throws InterruptedException {
        AppLogs logs = new AppLogs(node.client(), Deployment.stackNameOf(folder), out);
        try (AppWatch app = new AppWatch(folder, node.data(), node.liveCode(), deployment, out)) {
            if (!quiet.<Boolean>getValue()) {
                logs.start();
            }
            app.run();
        } finally {
            logs.close();
        }
    }

    /** Deploys, unless Ctrl-C comes first; that the task was interrupted is over with it. */
    private static void finish(FutureTask<Void> deployment) throws InterruptedException {
        deployment.run();
        if (deployment.isCancelled()) {
            Thread.interrupted();
            return;
        }
        try {
            deployment.get();
        } catch (ExecutionException problem) {
            throw problem.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(problem);
        }
    }

    private static void stopAndWait(
            CountDownLatch stop, FutureTask<Void> deployment, CountDownLatch stopped) {
        stop.countDown();
        deployment.cancel(true);
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
        if (settingsFile() != null) {
            out.println("  settings  " + settingsFile());
        }
        out.println("  sandbox   " + node.sandbox());
        if (!node.inMemory().isEmpty()) {
            out.println(
                    "  memory    "
                            + node.inMemory()
                            + ": for development; what they keep ends with the node");
        }
        out.println();
        out.printf(
                "Point AWS tools at it:  eval \"$(%s env%s)\"     Stop: Ctrl-C%n",
                Version.program(), data.getValue() == null ? "" : " --data " + node.data());
        out.flush();
    }

    /** Whether a person reads along: what goes to a file or another program is no dialogue. */
    private boolean isRead() {
        Console console = System.console();
        return !quiet.<Boolean>getValue() && console != null && console.isTerminal();
    }

    /** The defaults, which a file or an option may change. */
    private Map<String, String> usual() {
        Map<String, String> usual = new LinkedHashMap<>();
        if (isRead()) {
            usual.put("request-lines", "true");
        }
        if (watch.<Boolean>getValue()) {
            usual.put("debug", "true");
        }
        return usual;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(Verb.pairs(others));
        put(settings, "port", port.getValue());
        put(settings, "host", host.getValue());
        put(settings, "data", data.getValue());
        put(settings, "account", account.getValue());
        put(settings, "region", region.getValue());
        put(settings, "store", store.getValue());
        put(settings, "with", with.getValue());
        for (Map.Entry<String, String> each : Verb.pairs(endpoints).entrySet()) {
            settings.put("endpoint." + each.getKey(), each.getValue());
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable String value) {
        if (value != null) {
            settings.put(key, value);
        }
    }

    private @Nullable Path settingsFile() {
        Path project = Path.of(PROJECT_FILE);
        return file.getValue() == null && Files.isRegularFile(project)
                ? project
                : path(file.getValue());
    }

    private static @Nullable Path path(@Nullable String given) {
        return given == null ? null : Path.of(given);
    }
}
