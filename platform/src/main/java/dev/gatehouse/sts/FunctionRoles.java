package dev.gatehouse.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The credentials of functions' execution roles. Environments of one function share them for half
 * of their time, so that a cold start seldom waits for the store.
 *
 * <p>A role IAM does not know is assumed all the same: scripts written for emulators name roles
 * they never make. Its session may do what any of its account may.
 */
final class FunctionRoles implements RoleCredentials {
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final Duration VALIDITY = Duration.ofHours(12);
    private static final Duration SHARED = Duration.ofHours(6);
    private static final int SHARED_MAX = 20_000;

    private final RoleDirectory roles;
    private final Sessions sessions;
    private final Clock clock;
    private final Cache<Principal, Credentials> shared =
            Caffeine.newBuilder().maximumSize(SHARED_MAX).build();

    FunctionRoles(RoleDirectory roles, Sessions sessions, Clock clock) {
        this.roles = roles;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Credentials assume(Arn role, String sessionName) {
        AssumableRole found = roles.find(role).orElseGet(() -> unknown(role));
        if (!TrustPolicy.parse(found.trustPolicy()).trustsService(LAMBDA)) {
            throw cannotBeAssumed();
        }
        Principal principal = RoleSessions.principal(found, sessionName);
        return shared.asMap()
                .compute(
                        principal,
                        (key, present) ->
                                present != null && isFresh(present) ? present : issue(principal));
    }

    private boolean isFresh(Credentials credentials) {
        Instant halfTime = credentials.expiry().minus(VALIDITY).plus(SHARED);
        return clock.now().isBefore(halfTime);
    }

    private Credentials issue(Principal principal) {
        dev.gatehouse.identity.Credentials issued = sessions.issue(principal, VALIDITY);
        return new Credentials(
                issued.accessKeyId(),
                issued.secretAccessKey(),
                Objects.requireNonNull(issued.sessionToken()),
                Objects.requireNonNull(issued.expiration()));
    }

    private static AssumableRole unknown(Arn role) {
        if (!role.service().equals("iam") || !role.resource().startsWith("role/")) {
            throw cannotBeAssumed();
        }
        try {
            Arn known = Arn.global("iam", new AccountId(role.account()), role.resource());
            HexFormat hex = HexFormat.of().withUpperCase();
            String id = "AROA0" + hex.toHexDigits((long) role.hashCode());
            String trust =
                    """
                    {"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
                    "Principal":{"Service":"lambda.amazonaws.com"}}]}\
                    """;
            return new AssumableRole(known, id, trust, 43_200);
        } catch (IllegalArgumentException e) {
            throw cannotBeAssumed();
        }
    }

    private static ServiceException cannotBeAssumed() {
        return new ServiceException(
                "InvalidParameterValueException",
                400,
                "The role defined for the function cannot be assumed by Lambda.");
    }
}
