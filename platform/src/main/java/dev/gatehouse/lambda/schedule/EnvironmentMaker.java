package dev.gatehouse.lambda.schedule;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.lambda.debug.Debugging;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.environment.WarmRuntime;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.EnvironmentVariables;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.SealedVariables;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.Specialisation;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.LogStreams;
import dev.gatehouse.lambda.warm.ClassArchives;
import dev.gatehouse.lambda.warm.CompiledModules;
import dev.gatehouse.lambda.warm.Room;
import dev.gatehouse.lambda.warm.WarmRuntimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of a version: interpreter, credentials, sandbox, Runtime API; out of a warm
 * runtime where there is one. Blocks.
 */
final class EnvironmentMaker {
    private final EnvironmentSources sources;
    private final WarmRuntimes warmRuntimes;
    private final ClassArchives archives;
    private final CompiledModules modules;
    private final Surroundings around;
    private final Debugging debugging;

    EnvironmentMaker(
            EnvironmentSources sources,
            WarmRuntimes warmRuntimes,
            ClassArchives archives,
            CompiledModules modules,
            Surroundings around,
            Debugging debugging) {
        this.debugging = debugging;
        this.sources = sources;
        this.warmRuntimes = warmRuntimes;
        this.archives = archives;
        this.modules = modules;
        this.around = around;
    }

    /**
     * What an environment is made from.
     *
     * @param version with its variables in the clear
     */
    record Plan(FunctionVersion version, RuntimeSetup setup) {}

    /** Finds what a version needs. Blocks, also to download. */
    Plan plan(FunctionVersion stored) {
        FunctionVersion version = sources.variables().apply(stored);
        return new Plan(version, setup(version));
    }

    /** What a version's runtime needs. Blocks, also to download. */
    RuntimeSetup setup(FunctionVersion version) {
        return debugging.of(version, archives.used(version, sources.runtimes().setup(version)));
    }

    /** The version with as much time as it has. */
    FunctionVersion timed(FunctionVersion version) {
        return debugging.unhurried(version);
    }

    /** What an environment of a version may take of the machine's memory. */
    int memoryMb(FunctionVersion version) {
        return version.resources().memoryMb() + sources.sandboxes().memoryBesideMb();
    }

    /**
     * Returns once the environment is being started; it offers itself when it is ready.
     *
     * @param lost runs when nothing comes of it after all
     */
    void make(EnvironmentPool pool, Plan plan, Ticker ticker, Runnable lost) {
        FunctionVersion version = plan.version();
        WarmRuntime warm = warmRuntimes.take(version, plan.setup(), ticker);
        prepare(version, plan.setup(), ticker, warm, pool.isProvisioned())
                .begin(pool, ticker, around, lost);
    }

    /** Begins an environment that was prepared. Returns at once. */
    void begin(PreparedEnvironment ready, EnvironmentPool pool, Ticker near, Runnable lost) {
        ready.begin(pool, near, around, lost);
    }

    /**
     * Whether environments of a version can be prepared before an event comes: not where a key is
     * asked for its variables or package, which may be disabled until then.
     */
    boolean canPrepare(FunctionVersion version) {
        return sources.sandboxes().growsWhileProgramsRun()
                && !version.launch().isImage()
                && !SealedVariables.is(version.launch().environment())
                && version.code().sealedKey() == null
                && timed(version) == version;
    }

    /** Makes an environment up to the function's own code. Blocks, also to start an interpreter. */
    PreparedEnvironment prepareAhead(FunctionVersion version, RuntimeSetup setup, Ticker near) {
        return prepare(version, setup, near, warmRuntimes.takeOrStart(version, setup, near), false);
    }

    /**
     * @param provisioned whether the function's own code runs before an event comes
     */
    private PreparedEnvironment prepare(
            FunctionVersion version,
            RuntimeSetup setup,
            Ticker near,
            @Nullable WarmRuntime warm,
            boolean provisioned) {
        // Both wait, for the store and for the kernel: each while the other does.
        CompletableFuture<Credentials> role =
                CompletableFuture.supplyAsync(
                        () ->
                                sources.credentials()
                                        .assume(version.launch().role(), version.function()),
                        around.threads());
        RuntimeApi api =
                warm == null
                        ? new RuntimeApi(near.loop(), around.settings().responseBytes())
                        : warm.api();
        Sandbox sandbox = warm == null ? open(version, setup) : warm.sandbox();
        try {
            if (warm == null) {
                debugging.serve(version, sandbox);
            } else {
                sandbox.specialise(spec(version, modules.mounts(version, setup)));
            }
            sources.endpoint().serve(sandbox);
            Launch launch = launch(version, setup, sandbox, api, provisioned, role);
            WarmRuntime.@Nullable Adopted adopted =
                    warm == null
                            ? null
                            : new WarmRuntime.Adopted(
                                    warm, Specialisation.of(launch.command().environment()));
            return new PreparedEnvironment(
                    version, memoryMb(version), setup, launch, adopted, around.clock().nanoTime());
        } catch (Throwable e) {
            api.close();
            sandbox.close();
            throw e;
        }
    }

    /** Makes an interpreter ready that later starts of a version's runtime will find. Blocks. */
    void fill(FunctionVersion version, RuntimeSetup setup, Ticker ticker) {
        warmRuntimes.fill(version, setup, ticker);
    }

    /**
     * Archives the classes of a runtime's client and, with SnapStart, of a version's init phase,
     * where that has not been done. Blocks.
     *
     * @param setup what the version was made from
     * @param room that an init phase has a part of
     * @return whether it would be made from another setup now
     */
    boolean archive(FunctionVersion version, RuntimeSetup setup, Room room, Ticker ticker) {
        archives.make(setup, ticker);
        archives.make(version, setup, whole(version, setup), room, ticker);
        return !setup(version).equals(setup);
    }

    /** Begins to end what is being made for later starts; false when nothing is. */
    boolean giveWay() {
        return archives.giveWay() || modules.giveWay();
    }

    /** Compiles what a version imports, where that has not been done and there is room. Blocks. */
    void compile(FunctionVersion version, RuntimeSetup setup, Room room) {
        modules.make(version, setup, room);
    }

    private Sandbox open(FunctionVersion version, RuntimeSetup setup) {
        return sources.sandboxes().open(whole(version, setup));
    }

    private SandboxSpec whole(FunctionVersion version, RuntimeSetup setup) {
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.addAll(modules.mounts(version, setup));
        mounts.addAll(
                version.launch().isImage()
                        ? sources.trust().ownMounts()
                        : sources.trust().mounts(setup.javaTrust()));
        return spec(version, mounts);
    }

    private Launch launch(
            FunctionVersion version,
            RuntimeSetup setup,
            Sandbox sandbox,
            RuntimeApi api,
            boolean provisioned,
            CompletableFuture<Credentials> role) {
        String stream = LogStreams.next(around.clock(), version.version());
        EnvironmentLog log =
                new EnvironmentLog(
                        sources.logs(), sources.telemetry(), around.clock(), version, stream);
        EnvironmentVariables variables =
                new EnvironmentVariables(version, setup, sandbox, stream, provisioned);
        Credentials credentials = granted(role);
        SandboxCommand command = variables.command(credentials, sources.trust());
        return new Launch(
                sandbox,
                api,
                command,
                variables.extensions(command),
                log,
                setup.label(),
                setup.warnings(),
                Objects.requireNonNull(credentials.expiration()));
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
