package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.extension.Companions;
import dev.gatehouse.lambda.extension.ShutdownReason;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;

/**
 * How an environment ends: at once, or once its runtime is done with the event that it has
 * responded to and may still write of. Confined to the environment's event loop.
 */
final class Departure {
    private final Environment environment;
    private final EnvironmentPool pool;
    private final Launch launch;
    private final Surroundings around;
    private final RuntimeProcess runtime;
    private final Journal journal;
    private final Companions companions;
    private boolean due;
    private boolean closed;

    Departure(
            Environment environment,
            EnvironmentPool pool,
            Launch launch,
            Surroundings around,
            RuntimeProcess runtime,
            Journal journal,
            Companions companions) {
        this.environment = environment;
        this.pool = pool;
        this.launch = launch;
        this.around = around;
        this.runtime = runtime;
        this.journal = journal;
        this.companions = companions;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether it is to end when its runtime is done. */
    boolean isDue() {
        return due;
    }

    /** Ends it when its runtime is done, if that has something to do. */
    void finish() {
        due = true;
        if (runtime.state() != EnvironmentState.FINISHING) {
            close(ShutdownReason.SPINDOWN);
        }
    }

    /** Ends it for good, after its extensions. */
    void close(ShutdownReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            journal.settle();
        } finally {
            pool.closed(environment);
            if (companions.arePresent()) {
                launch.sandbox().thaw();
                companions.shutDown(reason, runtime.release(), this::discard);
            } else {
                discard();
            }
        }
    }

    private void discard() {
        try {
            journal.close();
        } finally {
            runtime.abandon();
            launch.api().close();
            around.blocking(this::closeSandbox, _ -> {});
        }
    }

    private void closeSandbox() {
        try {
            launch.sandbox().close();
        } finally {
            pool.gone();
        }
    }
}
