package dev.gatehouse.lambda.schedule;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import java.util.ArrayList;
import java.util.List;

/** Makes an environment of a version: interpreter, credentials, sandbox, Runtime API. Blocks. */
final class EnvironmentMaker {
    private final Runtimes runtimes;
    private final Sandboxes sandboxes;
    private final RoleCredentials credentials;
    private final SlotEndpoint endpoint;
    private final LogSink logs;

    EnvironmentMaker(
            Runtimes runtimes,
            Sandboxes sandboxes,
            RoleCredentials credentials,
            SlotEndpoint endpoint,
            LogSink logs) {
        this.runtimes = runtimes;
        this.sandboxes = sandboxes;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.logs = logs;
    }

    /** Returns once the environment is being started; it offers itself when it is ready. */
    void make(VersionEnvironments pool, Ticker ticker) {
        FunctionVersion version = pool.version();
        RuntimeSetup setup = runtimes.setup(version);
        RoleCredentials.Credentials role =
                credentials.assume(version.launch().role(), version.name());
        Sandbox sandbox = sandboxes.open(spec(version, setup));
        try {
            endpoint.serve(sandbox.endpointListener());
            start(pool, ticker, setup, new Occupant(sandbox, role));
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /** A sandbox and in whose name it calls AWS. */
    private record Occupant(Sandbox sandbox, RoleCredentials.Credentials role) {}

    private void start(
            VersionEnvironments pool, Ticker ticker, RuntimeSetup setup, Occupant occupant) {
        Surroundings around = pool.surroundings();
        FunctionVersion version = pool.version();
        String stream = LogStreams.next(around.clock(), version.version());
        SandboxCommand command =
                new EnvironmentVariables(version, setup, occupant.sandbox(), stream)
                        .command(occupant.role());
        RuntimeApi api = new RuntimeApi(ticker.loop(), around.settings().responseBytes());
        EnvironmentLog log = new EnvironmentLog(logs, around.clock(), version, stream);
        Launch launch = new Launch(occupant.sandbox(), command, setup.label());
        Environment environment = new Environment(pool, ticker.loop(), launch, api, log);
        ticker.loop()
                .execute(
                        () -> {
                            api.open(occupant.sandbox().runtimeApiListener());
                            ticker.add(environment);
                            pool.started(environment);
                            environment.begin(setup.warnings());
                        });
    }

    private static SandboxSpec spec(FunctionVersion version, RuntimeSetup setup) {
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.add(SandboxMount.of(version.code().root(), "/var/task"));
        if (!version.code().layers().isEmpty()) {
            mounts.add(new SandboxMount("/opt", version.code().layers()));
        }
        return new SandboxSpec(
                version.resources().memoryMb(), version.resources().ephemeralStorageMb(), mounts);
    }
}
