package dev.gatehouse.http.outbound;

import dev.gatehouse.kernel.Clock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what was denied and which setting would allow it, in at most one line a
 * second, since tenants decide how often it happens.
 */
final class DenialLog {
    private static final Logger LOG = LoggerFactory.getLogger(DenialLog.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final AtomicLong next;
    private final AtomicInteger unsaid = new AtomicInteger();

    DenialLog(Clock clock) {
        this.clock = clock;
        this.next = new AtomicLong(clock.nanoTime());
    }

    /** The failure of a connection that was not made. */
    DeniedTargetException denied(InetAddress address, int port) {
        String host = address.getHostAddress();
        String target = (address instanceof Inet6Address ? '[' + host + ']' : host) + ':' + port;
        long now = clock.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            LOG.warn(
                    "Denied a connection to {} for a URL that an API names ({} more since the last"
                            + " such line): it leads to this machine or a private network. If that"
                            + " is meant, start with --set {}={}",
                    target,
                    unsaid.getAndSet(0),
                    AllowedTargets.SETTING,
                    target);
        } else {
            unsaid.incrementAndGet();
        }
        return new DeniedTargetException("a connection to " + target + " is not allowed");
    }
}
