package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.kernel.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an operation is not to go on although nothing failed: it was cancelled, or is late. */
public final class Interruption {
    /** What AWS gives as the reason of an update's roll-back that somebody asked for. */
    static final String CANCELLED = "User Initiated";

    private static final String LATE = "Stack creation time exceeded the specified timeout";

    private final Clock clock;
    private final @Nullable Instant deadline;
    private volatile boolean cancelled;

    public Interruption(Operation operation, Clock clock) {
        this.clock = clock;
        this.deadline = operation.terms().deadline();
        this.cancelled = operation.cancelled();
    }

    /** Begins nothing more; what is under way ends, and then the stack rolls back. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    Optional<String> reason() {
        if (cancelled) {
            return Optional.of(CANCELLED);
        }
        return deadline != null && !clock.now().isBefore(deadline)
                ? Optional.of(LATE)
                : Optional.empty();
    }

    /** The operation ends here. */
    void throwAny() {
        reason().ifPresent(
                        reason -> {
                            throw new Interrupted(reason);
                        });
    }

    /** Thrown where an operation ends that was interrupted. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(String reason) {
            super(reason, null, false, false);
        }
    }
}
