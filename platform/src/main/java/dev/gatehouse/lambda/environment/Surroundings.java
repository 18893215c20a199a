package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What all environments of a node share.
 *
 * @param clock the time
 * @param settings the limits
 * @param threads runs what blocks, each task on a virtual thread of its own
 */
public record Surroundings(Clock clock, EnvironmentSettings settings, Executor threads) {

    /**
     * Runs something that blocks, away from event loops.
     *
     * @param failed hears of errors too: nobody may wait for ever because a class was missing
     */
    public void blocking(Runnable task, Consumer<Throwable> failed) {
        threads.execute(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        failed.accept(e);
                    }
                });
    }
}
