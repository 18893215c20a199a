package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.FederatedUser;
import dev.gatehouse.aws.sts.GetFederationTokenRequest;
import dev.gatehouse.aws.sts.GetFederationTokenResponse;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Issuer;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * GetFederationToken: a session for a person whom a user vouches for. It may do what both the user
 * and the session's policies allow, and without such policies nothing but what resources' policies
 * allow it by its name.
 */
final class FederationToken {
    private static final int DEFAULT_SECONDS = 43_200;
    private static final int ROOT_SECONDS_MAX = 3_600;

    private final Sessions sessions;
    private final ManagedPolicies policies;
    private final Clock clock;

    FederationToken(Sessions sessions, ManagedPolicies policies, Clock clock) {
        this.sessions = sessions;
        this.policies = policies;
        this.clock = clock;
    }

    GetFederationTokenResponse handle(RequestContext context, GetFederationTokenRequest input) {
        Principal caller = context.principal();
        boolean isRoot = caller.kind() == PrincipalKind.ROOT;
        if (caller.session() != null || !(isRoot || caller.kind() == PrincipalKind.USER)) {
            throw new ServiceException(
                    "AccessDenied", 403, "Cannot call GetFederationToken with session credentials");
        }
        Map<String, String> tags = SessionRequest.ownTags(input.tags());
        SessionPolicies narrowing =
                SessionPolicies.of(
                        input.policy(), input.policyArns(), tags, caller.account(), policies);
        Session session =
                new Session(
                        new Issuer(caller.arn(), caller.userId()),
                        clock.now(),
                        narrowing.documents(),
                        tags,
                        List.of(),
                        null,
                        null,
                        null);
        Principal federated = Principal.federated(caller.account(), input.name(), session);
        int seconds = Objects.requireNonNullElse(input.durationSeconds(), DEFAULT_SECONDS);
        Credentials issued =
                sessions.issue(
                        federated,
                        Duration.ofSeconds(isRoot ? Math.min(seconds, ROOT_SECONDS_MAX) : seconds));
        boolean packs = !narrowing.documents().isEmpty() || !tags.isEmpty();
        return GetFederationTokenResponse.builder()
                .credentials(StsService.view(issued))
                .federatedUser(
                        FederatedUser.builder()
                                .federatedUserId(federated.userId())
                                .arn(federated.arn())
                                .build())
                .packedPolicySize(packs ? narrowing.packedPercent() : null)
                .build();
    }
}
