package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an environment without an event is kept. Confined to the environment's event loop but
 * for {@link #idleSinceNanos}.
 */
final class Lifespan {
    private static final Duration LONGEST_EVENT = Duration.ofMinutes(16);

    private final Clock clock;
    private final long patienceNanos;
    private final long expiryNanos;
    private volatile long idleSinceNanos;

    Lifespan(Clock clock, EnvironmentSettings settings, Instant credentialsExpiry) {
        this.clock = clock;
        this.patienceNanos = settings.idleTimeout().toNanos();
        this.idleSinceNanos = clock.nanoTime();
        this.expiryNanos =
                idleSinceNanos + usable(credentialsExpiry, settings.longestLife()).toNanos();
    }

    /** How long the credentials last, without the longest event that may use them, or the life. */
    private Duration usable(Instant expiry, Duration longestLife) {
        Duration left = Duration.between(clock.now(), expiry).minus(LONGEST_EVENT);
        return left.compareTo(longestLife) < 0 ? left : longestLife;
    }

    /** From now on it has no event. */
    void rest() {
        idleSinceNanos = clock.nanoTime();
    }

    /** Since when it has no event, if it has none; from any thread. */
    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Whether it got its last event when its credentials would not have lasted for it. */
    boolean isSpent() {
        return idleSinceNanos - expiryNanos >= 0;
    }

    /**
     * Whether one that has no event is to end.
     *
     * @param kept whether it is kept however long it has none
     */
    boolean isOver(long now, boolean kept) {
        boolean unwanted = !kept && now - idleSinceNanos > patienceNanos;
        return unwanted || now - expiryNanos >= 0;
    }
}
