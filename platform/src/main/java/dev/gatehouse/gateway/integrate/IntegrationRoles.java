package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The roles that integrations name as their credentials. API Gateway assumes a role before it calls
 * with it: the role must exist and trust {@code apigateway.amazonaws.com}, and it may do what its
 * policies allow. What was found, and compiled, is good for some seconds, so that a busy API asks
 * for its role once in a while only.
 */
public final class IntegrationRoles {
    static final String DENIED = "AccessDeniedException";

    private static final String SERVICE = "apigateway.amazonaws.com";

    /** The name that AWS's own sessions of such roles have. */
    private static final String SESSION = "BackplaneAssumeRoleSession";

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REMEMBERED = 1_000;

    private final ServiceRoles roles;
    private final PermissionSource permissions;
    private final Clock clock;
    private final Map<Arn, Lookup> lookups = new ConcurrentHashMap<>();

    private record Lookup(Future<Optional<Actor>> actor, long nanos) {}

    /**
     * @param permissions what roles may do
     */
    public IntegrationRoles(ServiceRoles roles, PermissionSource permissions, Clock clock) {
        this.roles = roles;
        this.permissions = permissions;
        this.clock = clock;
    }

    /**
     * The session of the role an integration names; fails with a {@link ServiceException} unless
     * API Gateway may assume the role, which is passed within its own account only. What the
     * session may do is the called side's to judge.
     *
     * @param credentials the role, with every stage variable filled in
     * @param account the account of the API
     * @param caller who signed the request, for credentials that are the caller's; null for nobody
     */
    public Future<Actor> session(String credentials, AccountId account, @Nullable Actor caller) {
        if (CallerCredentials.are(credentials)) {
            return caller == null
                    ? denied("nobody signed the request whose caller's credentials it needs")
                    : Future.succeededFuture(caller);
        }
        Arn role =
                Arn.parse(credentials)
                        .filter(arn -> arn.account().equals(account.value()))
                        .orElse(null);
        if (role == null) {
            return denied("it has no role of its account at " + credentials);
        }
        return assume(role)
                .compose(
                        session ->
                                session.map(Future::succeededFuture)
                                        .orElseGet(
                                                () ->
                                                        denied(
                                                                "API Gateway does not have"
                                                                        + " permission to assume"
                                                                        + " the provided role "
                                                                        + credentials)));
    }

    private static <T> Future<T> denied(String reason) {
        return Future.failedFuture(new ServiceException(DENIED, 403, reason));
    }

    /**
     * The session of a role and what it may do; empty when API Gateway may not assume the role.
     * Only to be called on an event loop, which it does not block and on which it completes.
     */
    Future<Optional<Actor>> assume(Arn role) {
        Lookup known = lookups.get(role);
        if (known == null || clock.nanoTime() - known.nanos() >= FRESH_NANOS) {
            if (lookups.size() >= REMEMBERED) {
                lookups.clear();
            }
            known = new Lookup(lookUp(role), clock.nanoTime());
            lookups.put(role, known);
        }
        if (known.actor().isComplete()) {
            return known.actor();
        }
        Promise<Optional<Actor>> here = ContextInternal.current().promise();
        known.actor().onComplete(here);
        return here.future();
    }

    /** Not bound to an event loop: callers of several may wait for it. */
    private Future<Optional<Actor>> lookUp(Arn role) {
        Promise<Optional<Actor>> found = Promise.promise();
        Thread.ofVirtual()
                .name("integration-role")
                .start(
                        () -> {
                            try {
                                found.complete(
                                        roles.assume(role, SERVICE, SESSION)
                                                .map(permissions::actor));
                            } catch (RuntimeException unknown) {
                                lookups.remove(role);
                                found.fail(unknown);
                            }
                        });
        return found.future();
    }
}
