package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.AssumeRoleRequest;
import dev.gatehouse.aws.sts.AssumeRoleResponse;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.identity.policy.PolicyKind;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AssumeRole: temporary credentials of a role for whom its trust policy names. */
final class AssumeRole {
    private static final String DENIED = "AccessDenied";
    private static final String ASSUME = "sts:AssumeRole";
    private static final String SET_SOURCE = "sts:SetSourceIdentity";
    private static final Duration CHAINED_MAX = Duration.ofHours(1);

    private final Directory iam;
    private final RoleSessions sessions;
    private final boolean rootMayAssume;
    private final Clock clock;

    AssumeRole(Directory iam, RoleSessions sessions, boolean rootMayAssume, Clock clock) {
        this.clock = clock;
        this.iam = iam;
        this.sessions = sessions;
        this.rootMayAssume = rootMayAssume;
    }

    AssumeRoleResponse handle(RequestContext context, AssumeRoleRequest input) {
        reject("SerialNumber", input.serialNumber());
        reject("TokenCode", input.tokenCode());
        reject("ProvidedContexts", input.providedContexts());
        Principal caller = context.principal();
        if (caller.kind() == PrincipalKind.ROOT && !rootMayAssume) {
            throw new ServiceException(DENIED, 403, "Roles may not be assumed by root accounts.");
        }
        SessionRequest asked = SessionRequest.of(input, caller);
        AssumableRole role = authorized(context, input, asked);
        Duration validity = RoleSessions.duration(role, input.durationSeconds());
        if (caller.kind() == PrincipalKind.ASSUMED_ROLE && validity.compareTo(CHAINED_MAX) > 0) {
            throw invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
        SessionPolicies policies =
                SessionPolicies.of(
                        input.policy(),
                        input.policyArns(),
                        asked.tags(),
                        new AccountId(role.arn().account()),
                        iam.policies());
        RoleSessions.Opened opened = sessions.open(role, asked, policies, null, validity);
        return AssumeRoleResponse.builder()
                .credentials(opened.credentials())
                .packedPolicySize(opened.packedPercent())
                .sourceIdentity(asked.sourceIdentity())
                .assumedRoleUser(opened.user())
                .build();
    }

    /**
     * The role, once everything that is asked of it is allowed; no caller learns which are there.
     */
    private AssumableRole authorized(
            RequestContext context, AssumeRoleRequest input, SessionRequest asked) {
        Principal caller = context.principal();
        ConditionKeys keys = asked.keys(context, clock.now());
        AssumableRole role =
                Arn.parse(input.roleArn())
                        .flatMap(iam.roles()::find)
                        .orElseThrow(() -> denied(caller, ASSUME, input.roleArn()));
        Actor actor = iam.permissions().actor(caller);
        check(role, actor, ASSUME, keys);
        if (!asked.tags().isEmpty()) {
            check(role, actor, "sts:TagSession", keys);
        }
        if (SessionRequest.changesSource(input, caller)) {
            throw denied(caller, SET_SOURCE, input.roleArn());
        }
        if (asked.sourceIdentity() != null) {
            check(role, actor, SET_SOURCE, keys);
        }
        return role;
    }

    private static void check(AssumableRole role, Actor caller, String action, ConditionKeys keys) {
        Decision decision = Trust.decide(role, caller, action, keys);
        switch (decision) {
            case Decision.Allowed _ -> {}
            case Decision.NotAllowed(PolicyKind kind) when kind == PolicyKind.RESOURCE ->
                    throw denied(caller.principal(), action, role.arn().toString());
            case Decision.NotAllowed _, Decision.Denied _ ->
                    throw new ServiceException(
                            DENIED,
                            403,
                            Denial.message(
                                    caller.principal(), action, role.arn().toString(), decision));
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

    /** STS does not say what is missing in a trust policy. */
    private static ServiceException denied(Principal caller, String action, String roleArn) {
        return new ServiceException(
                DENIED,
                403,
                "User: %s is not authorized to perform: %s on resource: %s"
                        .formatted(caller.arn(), action, roleArn));
    }
}
