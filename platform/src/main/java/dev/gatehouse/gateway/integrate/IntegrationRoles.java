package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roles that integrations name as their credentials. API Gateway assumes a role before it calls
 * with it: the role must exist and trust {@code apigateway.amazonaws.com}. What was found is good
 * for some seconds, so that a busy API asks for its role once in a while only.
 */
public final class IntegrationRoles {
    private static final String SERVICE = "apigateway.amazonaws.com";

    /** The name that AWS's own sessions of such roles have. */
    private static final String SESSION = "BackplaneAssumeRoleSession";

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REMEMBERED = 1_000;

    private final ServiceRoles roles;
    private final Clock clock;
    private final Map<Arn, Lookup> lookups = new ConcurrentHashMap<>();

    private record Lookup(Future<Boolean> assumable, long nanos) {}

    public IntegrationRoles(ServiceRoles roles, Clock clock) {
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * Whether API Gateway may assume a role; only to be called on an event loop, which it does not
     * block and on which it completes.
     */
    Future<Boolean> mayAssume(Arn role) {
        Lookup known = lookups.get(role);
        if (known == null || clock.nanoTime() - known.nanos() >= FRESH_NANOS) {
            if (lookups.size() >= REMEMBERED) {
                lookups.clear();
            }
            known = new Lookup(lookUp(role), clock.nanoTime());
            lookups.put(role, known);
        }
        if (known.assumable().isComplete()) {
            return known.assumable();
        }
        Promise<Boolean> here = ContextInternal.current().promise();
        known.assumable().onComplete(here);
        return here.future();
    }

    /** Not bound to an event loop: callers of several may wait for it. */
    private Future<Boolean> lookUp(Arn role) {
        Promise<Boolean> found = Promise.promise();
        Thread.ofVirtual()
                .name("integration-role")
                .start(
                        () -> {
                            try {
                                found.complete(roles.assume(role, SERVICE, SESSION).isPresent());
                            } catch (RuntimeException unknown) {
                                lookups.remove(role);
                                found.fail(unknown);
                            }
                        });
        return found.future();
    }
}
