package dev.gatehouse.lambda.schedule;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.lambda.debug.Debugging;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.environment.WarmRuntime;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.EnvironmentVariables;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.LogStreams;
import dev.gatehouse.lambda.trust.SandboxTrust;
import dev.gatehouse.lambda.warm.WarmRuntimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes environments of a version: interpreter, credentials, sandbox, Runtime API; out of a warm
 * runtime where there is one. Blocks.
 */
final class EnvironmentMaker {
    private final EnvironmentSources sources;
    private final WarmRuntimes warmRuntimes;
    private final Surroundings around;
    private final Debugging debugging;

    EnvironmentMaker(
            EnvironmentSources sources,
            WarmRuntimes warmRuntimes,
            Surroundings around,
            Debugging debugging) {
        this.debugging = debugging;
        this.sources = sources;
        this.warmRuntimes = warmRuntimes;
        this.around = around;
    }

    /** What a version's runtime needs. Blocks, also to download. */
    RuntimeSetup setup(FunctionVersion version) {
        return debugging.of(version, sources.runtimes().setup(version));
    }

    /** The version with as much time as it has. */
    FunctionVersion timed(FunctionVersion version) {
        return debugging.unhurried(version);
    }

    /** What an environment of a version may take of the machine's memory. */
    int memoryMb(FunctionVersion version) {
        return version.resources().memoryMb() + sources.sandboxes().memoryBesideMb();
    }

    /** Returns once the environment is being started; it offers itself when it is ready. */
    void make(EnvironmentPool pool, RuntimeSetup setup, Ticker ticker) {
        FunctionVersion version = pool.version();
        // Both wait, for the store and for the kernel: each while the other does.
        CompletableFuture<Credentials> role =
                CompletableFuture.supplyAsync(
                        () ->
                                sources.credentials()
                                        .assume(version.launch().role(), version.function()),
                        around.threads());
        WarmRuntime warm = warmRuntimes.take(version, setup, ticker);
        if (warm == null) {
            makeCold(pool, ticker, setup, role);
        } else {
            makeOf(warm, pool, setup, role);
        }
    }

    /** Prepares what later starts of a version's runtime will find. Blocks. */
    void prepare(FunctionVersion version, RuntimeSetup setup, Ticker ticker) {
        warmRuntimes.fill(version, setup, ticker);
    }

    private void makeCold(
            EnvironmentPool pool,
            Ticker ticker,
            RuntimeSetup setup,
            CompletableFuture<Credentials> role) {
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.addAll(
                pool.version().launch().isImage()
                        ? sources.trust().ownMounts()
                        : sources.trust().mounts(setup.javaTrust()));
        Sandbox sandbox = sources.sandboxes().open(spec(pool.version(), mounts));
        try {
            sources.endpoint().serve(sandbox);
            debugging.serve(pool.version(), sandbox);
            RuntimeApi api = new RuntimeApi(ticker.loop(), around.settings().responseBytes());
            Draft draft = draft(pool, setup, sandbox, role);
            Environment environment = new Environment(pool, ticker, draft.launch(api), around);
            ticker.loop()
                    .execute(
                            () -> {
                                api.open(sandbox.runtimeApiListener());
                                pool.started(environment);
                                ticker.add(environment);
                                environment.begin(null);
                            });
        } catch (Throwable e) {
            sandbox.close();
            throw e;
        }
    }

    private void makeOf(
            WarmRuntime warm,
            EnvironmentPool pool,
            RuntimeSetup setup,
            CompletableFuture<Credentials> role) {
        try {
            warm.sandbox().specialise(spec(pool.version(), List.of()));
            sources.endpoint().serve(warm.sandbox());
            Draft draft = draft(pool, setup, warm.sandbox(), role);
            Ticker ticker = warm.ticker();
            Environment environment =
                    new Environment(pool, ticker, draft.launch(warm.api()), around);
            ticker.loop()
                    .execute(
                            () -> {
                                pool.started(environment);
                                ticker.add(environment);
                                environment.begin(warm);
                            });
        } catch (Throwable e) {
            warm.api().close();
            warm.sandbox().close();
            throw e;
        }
    }

    /** What an environment is made of, before its Runtime API. */
    private record Draft(
            EnvironmentVariables variables,
            Sandbox sandbox,
            RuntimeSetup setup,
            Credentials role,
            SandboxTrust trust,
            EnvironmentLog log) {

        Launch launch(RuntimeApi api) {
            SandboxCommand command = variables.command(role, trust);
            return new Launch(
                    sandbox,
                    api,
                    command,
                    variables.extensions(command),
                    log,
                    setup.label(),
                    setup.warnings(),
                    Objects.requireNonNull(role.expiration()));
        }
    }

    private Draft draft(
            EnvironmentPool pool,
            RuntimeSetup setup,
            Sandbox sandbox,
            CompletableFuture<Credentials> role) {
        FunctionVersion version = pool.version();
        String stream = LogStreams.next(around.clock(), version.version());
        EnvironmentLog log =
                new EnvironmentLog(
                        sources.logs(), sources.telemetry(), around.clock(), version, stream);
        EnvironmentVariables variables =
                new EnvironmentVariables(version, setup, sandbox, stream, pool.isProvisioned());
        return new Draft(variables, sandbox, setup, granted(role), sources.trust(), log);
    }

    private static Credentials granted(CompletableFuture<Credentials> role) {
        try {
            return role.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException denied ? denied : e;
        }
    }

    private static SandboxSpec spec(FunctionVersion version, List<SandboxMount> runtime) {
        if (version.launch().isImage()) {
            return new SandboxSpec(
                    version.resources().memoryMb(),
                    version.resources().ephemeralStorageMb(),
                    runtime,
                    Optional.of(version.code().root()));
        }
        List<SandboxMount> mounts = new ArrayList<>(runtime);
        mounts.add(SandboxMount.of(version.code().root(), "/var/task"));
        if (!version.code().layers().isEmpty()) {
            mounts.add(new SandboxMount("/opt", version.code().layers()));
        }
        version.code()
                .fileSystems()
                .forEach(
                        system ->
                                mounts.add(
                                        SandboxMount.writable(system.folder(), system.target())));
        return new SandboxSpec(
                version.resources().memoryMb(), version.resources().ephemeralStorageMb(), mounts);
    }
}
