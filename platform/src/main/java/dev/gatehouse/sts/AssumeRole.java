package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.AssumeRoleRequest;
import dev.gatehouse.aws.sts.AssumeRoleResponse;
import dev.gatehouse.aws.sts.AssumedRoleUser;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AssumeRole: temporary credentials of a role for whom its trust policy names. */
final class AssumeRole {
    private static final int DEFAULT_SECONDS = 3_600;
    private static final int CHAINED_SECONDS_MAX = 3_600;

    private final RoleDirectory roles;
    private final Sessions sessions;
    private final Clock clock;

    AssumeRole(RoleDirectory roles, Sessions sessions, Clock clock) {
        this.roles = roles;
        this.sessions = sessions;
        this.clock = clock;
    }

    AssumeRoleResponse handle(RequestContext context, AssumeRoleRequest input) {
        reject("Policy", input.policy());
        reject("PolicyArns", input.policyArns());
        reject("SerialNumber", input.serialNumber());
        reject("TokenCode", input.tokenCode());
        reject("ProvidedContexts", input.providedContexts());
        reject("Tags", input.tags());
        reject("TransitiveTagKeys", input.transitiveTagKeys());
        reject("SourceIdentity", input.sourceIdentity());
        Principal caller = context.principal();
        AssumableRole role =
                Arn.parse(input.roleArn())
                        .flatMap(roles::find)
                        .filter(
                                found ->
                                        Trust.allows(
                                                found,
                                                caller,
                                                input.roleSessionName(),
                                                input.externalId()))
                        .orElseThrow(() -> denied(caller, input.roleArn()));
        int seconds = Objects.requireNonNullElse(input.durationSeconds(), DEFAULT_SECONDS);
        checkDuration(caller, role, seconds);
        Principal session =
                Principal.roleSession(
                        role, input.roleSessionName(), Session.plain(role.issuer(), clock.now()));
        Credentials credentials = sessions.issue(session, Duration.ofSeconds(seconds));
        return AssumeRoleResponse.builder()
                .credentials(StsService.view(credentials))
                .assumedRoleUser(
                        AssumedRoleUser.builder()
                                .assumedRoleId(session.userId())
                                .arn(session.arn())
                                .build())
                .build();
    }

    private static void checkDuration(Principal caller, AssumableRole role, int seconds) {
        if (seconds > role.maxSessionSeconds()) {
            throw invalid(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        if (caller.kind() == PrincipalKind.ASSUMED_ROLE && seconds > CHAINED_SECONDS_MAX) {
            throw invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
    }

    private static void reject(String member, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            throw invalid(member + " is not supported.");
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("ValidationError", 400, message);
    }

    private static ServiceException denied(Principal caller, String roleArn) {
        return new ServiceException(
                "AccessDenied",
                403,
                "User: "
                        + caller.arn()
                        + " is not authorized to perform: sts:AssumeRole on resource: "
                        + roleArn);
    }
}
