package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.extension.Companions;
import dev.gatehouse.lambda.plan.FunctionResources;
import io.netty.channel.EventLoop;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends the events of one environment: their callers hear, the environment can get another one, and
 * the log is written. Confined to the environment's event loop.
 */
final class Outcomes {
    private final Environment environment;
    private final Departure departure;
    private final Journal journal;
    private final PhaseTimer timer;
    private final Companions companions;

    /** How long an event may take. */
    private final long mostNanos;

    private final EventLoop loop;
    private final Runnable settle;

    Outcomes(
            Environment environment,
            Departure departure,
            Journal journal,
            PhaseTimer timer,
            Companions companions,
            FunctionResources resources) {
        this.environment = environment;
        this.departure = departure;
        this.journal = journal;
        this.timer = timer;
        this.companions = companions;
        this.mostNanos = resources.timeoutNanos();
        this.loop = environment.ticker().loop();
        this.settle = journal::settle;
    }

    /**
     * An event's outcome is known. The environment is offered before the caller hears of it: a
     * caller's next event must find it. With extensions it is offered when they are done, too.
     */
    void conclude(Assignment done, Ending ending) {
        journal.conclude(done, ending, timer.eventNanos(mostNanos));
        if (environment.isSpent()) {
            departure.finish(); // each event that waits has asked for an environment of its own
        } else if (!departure.isDue()) {
            offer();
        }
        if (!done.wantsLogTail()) {
            done.complete(ending.outcome(null));
        }
    }

    /** The first byte of a response is there, and more to come. */
    void responding() {
        journal.responding(timer.eventNanos(mostNanos));
    }

    /** The runtime has ended, and with it the event that it worked on, if it did. */
    void ofLost(@Nullable Assignment lost, Function<Assignment, Ending> ending) {
        if (lost == null) {
            offer();
        } else {
            conclude(lost, ending.apply(lost));
            settleSoon();
        }
    }

    private void offer() {
        if (!companions.arePresent()) {
            environment.offer();
        }
    }

    /** The runtime is done with the event whose outcome is known, and extensions are not. */
    void runtimeDone() {
        journal.runtimeDone(timer.eventNanos(mostNanos));
    }

    /** All are done with the event whose outcome is known. */
    void allDone() {
        journal.allDone(timer.eventNanos(mostNanos));
    }

    /** Has the log written once all is done that somebody waits for. */
    void settleSoon() {
        loop.execute(settle);
    }
}
