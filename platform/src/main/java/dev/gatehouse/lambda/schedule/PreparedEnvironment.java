package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.environment.WarmRuntime;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import org.jspecify.annotations.Nullable;

/**
 * An environment up to the function's own code: sandbox, credentials, log, and the interpreter
 * where that was warm. Nothing of the function has run.
 *
 * @param version whose it is
 * @param memoryMb what it may take of the machine's memory
 * @param setup what its program was made from
 * @param launch what it starts with
 * @param warm the interpreter; null where the program is started with the environment
 * @param madeNanos when it was made
 */
record PreparedEnvironment(
        FunctionVersion version,
        int memoryMb,
        RuntimeSetup setup,
        Launch launch,
        WarmRuntime.@Nullable Adopted warm,
        long madeNanos) {

    /**
     * Begins its life. Returns at once; from any thread.
     *
     * @param near the event loop for it, where it is bound to none yet
     * @param lost runs in its place, on an event loop, when the interpreter is gone
     */
    void begin(EnvironmentPool pool, Ticker near, Surroundings around, Runnable lost) {
        Ticker ticker = warm == null ? near : warm.runtime().ticker();
        ticker.loop()
                .execute(
                        () -> {
                            if (warm != null && !warm.runtime().session().awaitsFunction()) {
                                around.blocking(this::close, _ -> {});
                                lost.run();
                                return;
                            }
                            Launch own = warm == null ? opened(ticker, around) : launch;
                            Environment environment = new Environment(pool, ticker, own, around);
                            pool.started(environment);
                            ticker.add(environment);
                            environment.begin(warm);
                        });
    }

    /** Whether it can still begin: the machine may have ended it meanwhile. From any thread. */
    boolean isAlive() {
        return !launch.sandbox().isGone() && (warm == null || warm.runtime().isAlive());
    }

    private Launch opened(Ticker ticker, Surroundings around) {
        RuntimeApi api = new RuntimeApi(ticker.loop(), around.settings().responseBytes());
        api.open(launch.sandbox().runtimeApiListener());
        return launch.on(api);
    }

    /** It is not needed. Blocks. */
    void close() {
        if (warm != null) {
            warm.runtime().api().close();
        }
        launch.sandbox().close();
    }
}
