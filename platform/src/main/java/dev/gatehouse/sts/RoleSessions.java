package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.AssumedRoleUser;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sessions of roles, by whatever caller they were assumed. */
final class RoleSessions {
    private static final int DEFAULT_SECONDS = 3_600;

    private final Sessions sessions;
    private final Clock clock;

    RoleSessions(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * A session that was opened, as responses tell it.
     *
     * @param packedPercent how much of the room its policies and tags take; null without any
     */
    record Opened(
            dev.gatehouse.aws.sts.Credentials credentials,
            AssumedRoleUser user,
            @Nullable Integer packedPercent) {}

    /**
     * How long a session is to last.
     *
     * @param asked null for an hour
     * @throws ServiceException longer than the role allows
     */
    static Duration duration(AssumableRole role, @Nullable Integer asked) {
        int seconds = Objects.requireNonNullElse(asked, DEFAULT_SECONDS);
        if (seconds > role.maxSessionSeconds()) {
            throw new ServiceException(
                    "ValidationError",
                    400,
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * @param federation the token that the role was assumed by; null without one
     */
    Opened open(
            AssumableRole role,
            SessionRequest asked,
            SessionPolicies policies,
            @Nullable Federation federation,
            Duration validity) {
        Session carried =
                new Session(
                        role.issuer(),
                        clock.now(),
                        policies.documents(),
                        asked.tags(),
                        asked.transitive(),
                        asked.sourceIdentity(),
                        federation,
                        null);
        Principal session = Principal.roleSession(role, asked.name(), carried);
        Credentials credentials = sessions.issue(session, validity);
        boolean packs = !policies.documents().isEmpty() || !asked.tags().isEmpty();
        return new Opened(
                StsService.view(credentials),
                AssumedRoleUser.builder()
                        .assumedRoleId(session.userId())
                        .arn(session.arn())
                        .build(),
                packs ? policies.packedPercent() : null);
    }
}
