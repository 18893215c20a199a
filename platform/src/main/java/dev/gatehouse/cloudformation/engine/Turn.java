package dev.gatehouse.cloudformation.engine;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One step under way, which another one's failure may cancel: the step goes on to its end, but what
 * is told of it is that it was cancelled.
 */
final class Turn {
    private final AtomicReference<State> state = new AtomicReference<>(State.UNTOLD);

    private enum State {
        UNTOLD,
        BEGUN,
        CANCELLED,
        ENDED
    }

    /** The step has told that it begins; false when it was cancelled, which it has to tell. */
    boolean begin() {
        return state.compareAndSet(State.UNTOLD, State.BEGUN);
    }

    /** The step is about to tell how it ended; false when it was cancelled. */
    boolean end() {
        return state.updateAndGet(now -> now == State.CANCELLED ? now : State.ENDED) == State.ENDED;
    }

    /** Cancels the step; true when that has to be told by who cancels. */
    boolean cancel() {
        State before = state.getAndUpdate(now -> now == State.ENDED ? now : State.CANCELLED);
        return before == State.BEGUN;
    }
}
