package dev.gatehouse.kernel;

import java.time.Duration;

/** The moment after which nobody waits for a response any more, on a clock's monotonic scale. */
public record Deadline(Clock clock, long atNanos) {

    /** The deadline {@code patience} from now. */
    public static Deadline in(Clock clock, Duration patience) {
        return new Deadline(clock, clock.nanoTime() + patience.toNanos());
    }

    /** What is left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - clock.nanoTime()));
    }

    /** Whether the moment has come. */
    public boolean passed() {
        return atNanos - clock.nanoTime() <= 0;
    }
}
