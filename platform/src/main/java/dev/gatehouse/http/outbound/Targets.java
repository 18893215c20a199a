package dev.gatehouse.http.outbound;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resolves the hosts of URLs that tenants set, and denies those that lead elsewhere than to the
 * public Internet or to what the operator allows. Callers connect to the address they get, never to
 * the name, so that a name cannot resolve otherwise in between; each redirect is a target of its
 * own.
 */
public final class Targets {
    /** Within this a host is neither resolved nor judged again. */
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int REMEMBERED = 1_000;

    private final NameResolver names;
    private final AllowedTargets allowed;
    private final Clock clock;
    private final DenialLog denials;
    private final Map<Target, Resolved> resolved = new ConcurrentHashMap<>();

    private record Target(String host, int port) {}

    private record Resolved(SocketAddress address, long nanos) {}

    public Targets(Vertx vertx, AllowedTargets allowed, Clock clock) {
        this.names = ((VertxInternal) vertx).nameResolver();
        this.allowed = allowed;
        this.clock = clock;
        this.denials = new DenialLog(clock);
    }

    /**
     * The address to connect to for a URL's host and port. Fails with a {@link
     * DeniedTargetException}, or with {@link java.net.UnknownHostException}.
     */
    public Future<SocketAddress> resolve(String host, int port) {
        Target target = new Target(host.toLowerCase(Locale.ROOT), port);
        Resolved known = resolved.get(target);
        if (known != null && clock.nanoTime() - known.nanos() < FRESH_NANOS) {
            return Future.succeededFuture(known.address());
        }
        return names.resolveAll(unbracketed(target.host()))
                .map(
                        found -> {
                            InetAddress chosen = choose(target, found);
                            // Only as text: a connection would resolve the name it came from.
                            SocketAddress address =
                                    SocketAddress.inetSocketAddress(
                                            target.port(), chosen.getHostAddress());
                            remember(target, address);
                            return address;
                        });
    }

    /** The first of a host's addresses that may be connected to. */
    private InetAddress choose(Target target, List<InetSocketAddress> found) {
        boolean byName = allowed.coverName(target.host(), target.port());
        for (InetSocketAddress candidate : found) {
            InetAddress address = candidate.getAddress();
            if (byName
                    || allowed.coverAddress(address, target.port())
                    || PublicAddresses.contain(address)) {
                return address;
            }
        }
        throw denials.denied(found.getFirst().getAddress(), target.port());
    }

    private void remember(Target target, SocketAddress address) {
        if (resolved.size() >= REMEMBERED) {
            resolved.clear();
        }
        resolved.put(target, new Resolved(address, clock.nanoTime()));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
