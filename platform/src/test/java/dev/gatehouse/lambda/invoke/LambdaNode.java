package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.lambda.async.AsyncEvents;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.debug.Debugging;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.OwnServices;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.Isolation;
import dev.gatehouse.lambda.launch.SandboxEndpoint;
import dev.gatehouse.lambda.plan.EventHandling;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionLaunch;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.Environments;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.lambda.trust.SandboxTrust;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.RuntimeClients;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The functions' part of a node, with real sandboxes and real runtimes, for tests. */
final class LambdaNode implements AutoCloseable {
    static final Arn ROLE = Arn.global("iam", AccountId.DEFAULT, "role/test");

    private static final int PATIENCE_SECONDS = 180;

    final FunctionCatalog catalog = new FunctionCatalog();
    final Map<String, List<LogSink.LogEvent>> logs = new ConcurrentHashMap<>();
    final SqlStore store;
    final AsyncEvents events;
    final Invoker invoker;
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    final Environments environments;
    private final Sandboxes sandboxes;
    private final Runtimes runtimes;
    private final Path folder;
    private int revisions;

    /** A node with the strongest sandboxes of this machine and AWS's limits. */
    static LambdaNode start(Path folder) {
        return start(folder, PythonClient.OWN);
    }

    static LambdaNode start(Path folder, PythonClient python) {
        SandboxSettings settings =
                new SandboxSettings(folder.resolve("sandboxes"), 2, Optional.empty(), true, true);
        return new LambdaNode(
                folder,
                LevelChoice.start(settings),
                ScheduleSettings.defaults(),
                _ -> {},
                runtimes(RuntimeClients.FOLDER, Registries.of(System.getenv()), python),
                new Acceptance(AsyncSettings.DEFAULTS, Clock.SYSTEM));
    }

    LambdaNode(Path folder, Sandboxes sandboxes, ScheduleSettings settings) {
        this(folder, sandboxes, settings, _ -> {});
    }

    LambdaNode(
            Path folder, Sandboxes sandboxes, ScheduleSettings settings, SandboxEndpoint endpoint) {
        this(
                folder,
                sandboxes,
                settings,
                endpoint,
                runtimes(RuntimeClients.FOLDER, Registries.of(System.getenv())),
                new Acceptance(AsyncSettings.DEFAULTS, Clock.SYSTEM));
    }

    /** What is true of asynchronous events. */
    record Acceptance(AsyncSettings settings, Clock clock) {}

    static Runtimes runtimes(Path clients, Registries registries) {
        return runtimes(clients, registries, PythonClient.OWN);
    }

    private static Runtimes runtimes(Path clients, Registries registries, PythonClient python) {
        return new Runtimes(clients, registries, Map.of(), python, System.getenv());
    }

    LambdaNode(
            Path folder,
            Sandboxes sandboxes,
            ScheduleSettings settings,
            SandboxEndpoint endpoint,
            Runtimes runtimes,
            Acceptance acceptance) {
        RuntimeClients.fetch();
        this.folder = folder;
        this.runtimes = runtimes;
        this.sandboxes = sandboxes;
        RoleCredentials credentials =
                (role, session) ->
                        new Credentials(
                                "ASIATEST",
                                "secret",
                                "token",
                                Instant.MAX,
                                Principal.service(AccountId.DEFAULT, "lambda.amazonaws.com"));
        List<EventLoop> all = new ArrayList<>();
        loops.forEach(loop -> all.add((EventLoop) loop));
        this.environments =
                new Environments(
                        new EnvironmentSources(
                                runtimes,
                                () -> new Isolation(sandboxes, SandboxTrust.NONE),
                                UnaryOperator.identity(),
                                credentials,
                                endpoint,
                                (account, region, group, stream, events) ->
                                        events.forEach(event -> keep(group, event)),
                                (_, _) -> {}),
                        all,
                        settings,
                        new Debugging(false, Clock.SYSTEM),
                        Clock.SYSTEM);
        this.store = SqlStore.open("sqlite:" + folder.resolve("events.db"));
        this.events =
                new AsyncEvents(
                        store,
                        acceptance.settings(),
                        new Deliveries(store, new OwnServices(), acceptance.clock()),
                        acceptance.clock());
        this.invoker =
                new Invoker(
                        catalog,
                        environments,
                        InvokeSettings.DEFAULTS,
                        events,
                        (_, _) -> Future.failedFuture("no durable functions here"));
        events.start(invoker.eventRuns());
    }

    private void keep(String group, LogSink.LogEvent event) {
        if (group.endsWith("/unloggable")) {
            throw new IllegalStateException("asked to reject " + event.message());
        }
        logs.computeIfAbsent(group, _ -> new CopyOnWriteArrayList<>()).add(event);
    }

    /** The messages of a function's log. */
    List<String> log(String name) {
        return logged(name).stream().map(LogSink.LogEvent::message).toList();
    }

    List<LogSink.LogEvent> logged(String name) {
        return logs.getOrDefault("/aws/lambda/" + name, List.of());
    }

    /** A function to publish. */
    record Source(String name, String runtime, String handler, Map<String, String> files) {}

    static Arn arn(String name) {
        return Arn.of("lambda", Region.DEFAULT, AccountId.DEFAULT, "function:" + name);
    }

    FunctionVersion version(Source source, FunctionResources resources, Map<String, String> env) {
        int revision = ++revisions;
        Path code = folder.resolve(source.name() + '-' + revision);
        source.files().forEach((file, text) -> write(code.resolve(file), text));
        return new FunctionVersion(
                arn(source.name()),
                FunctionVersion.LATEST,
                "r" + revision,
                new FunctionCode(code, List.of(), "x86_64"),
                new FunctionLaunch(
                        source.runtime(), source.handler(), env, ROLE, null, false, false),
                resources,
                FunctionLogging.text("/aws/lambda/" + source.name()),
                FunctionState.ACTIVE);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            file.toFile().setExecutable(true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(Source source) {
        publish(source, new FunctionResources(256, 60, 512), Map.of());
    }

    void publish(Source source, FunctionResources resources, Map<String, String> env) {
        publish(version(source, resources, env), OptionalInt.empty());
    }

    void publish(FunctionVersion version, OptionalInt reserved) {
        catalog.publish(
                new FunctionPlan(
                        version.function(),
                        Map.of(version.version(), version),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        reserved,
                        List.of(),
                        EventHandling.DEFAULT));
    }

    void remove(String name) {
        catalog.remove(arn(name));
    }

    InvocationResult invoke(String name, String payload) {
        return await(send(name, payload, false));
    }

    Future<InvocationResult> send(String name, String payload, boolean tail) {
        return invoker.invoke(
                new Invocation(
                        arn(name),
                        Buffer.buffer(payload),
                        InvocationType.REQUEST_RESPONSE,
                        RequestId.next(),
                        InvocationSource.AUTHORIZED,
                        new InvocationDetails(tail, null, null, null)));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many environments were begun so far. */
    long begun() {
        return environments.begun();
    }

    @Override
    public void close() {
        events.close();
        store.close();
        runtimes.close();
        environments.close();
        sandboxes.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
