package dev.gatehouse.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The credentials of functions' execution roles. Environments of one function share them for half
 * of their time, so that a cold start seldom waits for the store.
 */
final class FunctionRoles implements RoleCredentials {
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final Duration VALIDITY = Duration.ofHours(12);
    private static final Duration SHARED = Duration.ofHours(6);
    private static final int SHARED_MAX = 20_000;

    private final RoleDirectory roles;
    private final Sessions sessions;
    private final Clock clock;
    private final Cache<String, Credentials> shared =
            Caffeine.newBuilder().maximumSize(SHARED_MAX).build();

    FunctionRoles(RoleDirectory roles, Sessions sessions, Clock clock) {
        this.roles = roles;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Credentials assume(Arn role, String sessionName) {
        AssumableRole found =
                roles.find(role)
                        .filter(each -> Trust.allowsService(each, LAMBDA))
                        .orElseThrow(FunctionRoles::cannotBeAssumed);
        return shared.asMap()
                .compute(
                        found.roleId() + ':' + sessionName,
                        (_, present) ->
                                present != null && isFresh(present)
                                        ? present
                                        : issue(found, sessionName));
    }

    private boolean isFresh(Credentials credentials) {
        Instant halfTime =
                Objects.requireNonNull(credentials.expiration()).minus(VALIDITY).plus(SHARED);
        return clock.now().isBefore(halfTime);
    }

    private Credentials issue(AssumableRole role, String sessionName) {
        Session session = Session.plain(role.issuer(), clock.now());
        return sessions.issue(Principal.roleSession(role, sessionName, session), VALIDITY);
    }

    /** The role was deleted, or its trust policy changed, after the function was made. */
    private static ServiceException cannotBeAssumed() {
        return new ServiceException(
                "AccessDeniedException",
                403,
                "The role defined for the function cannot be assumed by Lambda.");
    }
}
