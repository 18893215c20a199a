package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.identity.policy.PermissionSource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
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
    private final Map<Passed, Lookup> lookups = new ConcurrentHashMap<>();

    /** A role, and the API that it was passed to. */
    private record Passed(Arn role, Arn api) {}

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
     * @param api the API whose integration it is
     * @param caller who signed the request, for credentials that are the caller's; null for nobody
     */
    public Future<Actor> session(String credentials, ApiAddress api, @Nullable Actor caller) {
        if (CallerCredentials.are(credentials)) {
            return caller == null
                    ? denied("nobody signed the request whose caller's credentials it needs")
                    : Future.succeededFuture(caller);
        }
        Arn role =
                Arn.parse(credentials)
                        .filter(arn -> arn.account().equals(api.account().value()))
                        .orElse(null);
        if (role == null) {
            return denied("it has no role of its account at " + credentials);
        }
        return assume(role, Arn.parse(api.executeApiArn("*")).orElseThrow())
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

    /**
     * The services that call with credentials: API Gateway does so in its caller's name, where it
     * has no role of its own.
     */
    public static List<String> via(String credentials) {
        return CallerCredentials.are(credentials) ? List.of(SERVICE) : List.of();
    }

    /** The condition keys that a call of a function with credentials has. */
    ConditionKeys keys(String credentials, ApiAddress api) {
        return new GlobalKeys(null, api.region(), clock.now(), via(credentials));
    }

    private static <T> Future<T> denied(String reason) {
        return Future.failedFuture(new ServiceException(DENIED, 403, reason));
    }

    /**
     * The session of a role and what it may do; empty when API Gateway may not assume the role.
     * Only to be called on an event loop, which it does not block and on which it completes.
     */
    Future<Optional<Actor>> assume(Arn role, Arn api) {
        Passed passed = new Passed(role, api);
        Lookup known = lookups.get(passed);
        if (known == null || clock.nanoTime() - known.nanos() >= FRESH_NANOS) {
            if (lookups.size() >= REMEMBERED) {
                lookups.clear();
            }
            known = new Lookup(lookUp(passed), clock.nanoTime());
            lookups.put(passed, known);
        }
        if (known.actor().isComplete()) {
            return known.actor();
        }
        Promise<Optional<Actor>> here = ContextInternal.current().promise();
        known.actor().onComplete(here);
        return here.future();
    }

    /** Not bound to an event loop: callers of several may wait for it. */
    private Future<Optional<Actor>> lookUp(Passed passed) {
        Promise<Optional<Actor>> found = Promise.promise();
        Thread.ofVirtual()
                .name("integration-role")
                .start(
                        () -> {
                            try {
                                found.complete(
                                        roles.assume(passed.role(), SERVICE, SESSION, passed.api())
                                                .map(permissions::actor));
                            } catch (RuntimeException unknown) {
                                lookups.remove(passed);
                                found.fail(unknown);
                            }
                        });
        return found.future();
    }
}
