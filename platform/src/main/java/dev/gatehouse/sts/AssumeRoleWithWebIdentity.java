package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.AssumeRoleWithWebIdentityRequest;
import dev.gatehouse.aws.sts.AssumeRoleWithWebIdentityResponse;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.oidc.OidcProvider;
import dev.gatehouse.identity.oidc.SignedToken;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.identity.oidc.WebIdentityTokens;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * AssumeRoleWithWebIdentity: temporary credentials of a role for who brings a token of an identity
 * provider that the role's account knows and its trust policy names. The call is not signed.
 */
final class AssumeRoleWithWebIdentity {
    private static final String ACTION = "sts:AssumeRoleWithWebIdentity";
    private static final String SCHEME = "https://";

    /** STS API Reference: WebIdentityToken. */
    private static final int LONGEST_TOKEN = 20_000;

    private final Directory iam;
    private final WebIdentityTokens tokens;
    private final RoleSessions sessions;
    private final Clock clock;

    AssumeRoleWithWebIdentity(
            Directory iam, WebIdentityTokens tokens, RoleSessions sessions, Clock clock) {
        this.iam = iam;
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    AssumeRoleWithWebIdentityResponse handle(
            RequestContext context, AssumeRoleWithWebIdentityRequest input) {
        if (input.providerId() != null) {
            throw new ServiceException(
                    "ValidationError",
                    400,
                    "ProviderId is not supported: only OpenID Connect ID tokens are.");
        }
        AssumableRole role =
                Arn.parse(input.roleArn())
                        .flatMap(iam.roles()::find)
                        .orElseThrow(() -> notAuthorized(ACTION));
        AccountId account = new AccountId(role.arn().account());
        SignedToken token = parsed(input.webIdentityToken());
        OidcProvider provider = provider(account, token);
        Map<String, Object> claims = verified(token, provider);
        String subject = required(claims, "sub");
        Federation federation = TokenClaims.federation(provider, claims);
        SessionRequest asked =
                SessionRequest.of(input.roleSessionName(), TokenCarry.of(claims), federation);
        authorize(
                role,
                Principal.webIdentity(account, subject, federation, clock.now()),
                asked,
                asked.keys(context, clock.now()));
        SessionPolicies policies =
                SessionPolicies.of(
                        input.policy(), input.policyArns(), asked.tags(), account, iam.policies());
        RoleSessions.Opened opened =
                sessions.open(
                        role,
                        asked,
                        policies,
                        federation,
                        RoleSessions.duration(role, input.durationSeconds()));
        return AssumeRoleWithWebIdentityResponse.builder()
                .credentials(opened.credentials())
                .subjectFromWebIdentityToken(subject)
                .assumedRoleUser(opened.user())
                .packedPolicySize(opened.packedPercent())
                .provider(provider.name())
                .audience(TokenClaims.audience(claims))
                .sourceIdentity(asked.sourceIdentity())
                .build();
    }

    private static SignedToken parsed(String text) {
        try {
            return SignedToken.parse(text, LONGEST_TOKEN);
        } catch (TokenException malformed) {
            throw invalid(
                    "The ID Token provided is not a valid JWT. (You may see this error if you sent"
                            + " an Access Token)");
        }
    }

    private OidcProvider provider(AccountId account, SignedToken token) {
        String issuer = token.issuer();
        if (issuer == null) {
            throw invalid("Missing a required claim: iss");
        }
        String url = issuer.startsWith(SCHEME) ? issuer.substring(SCHEME.length()) : issuer;
        OidcProvider provider =
                iam.providers()
                        .find(account, url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "No OpenIDConnect provider found in your account"
                                                        + " for "
                                                        + issuer));
        List<String> audiences = TokenClaims.audiences(token.claims());
        if (audiences.isEmpty()) {
            throw invalid("Missing a required claim: aud");
        }
        List<String> taken = provider.clientIds();
        if (!taken.isEmpty() && audiences.stream().noneMatch(taken::contains)) {
            throw invalid("Incorrect token audience");
        }
        return provider;
    }

    private Map<String, Object> verified(SignedToken token, OidcProvider provider) {
        try {
            return tokens.verified(token, provider);
        } catch (TokenException rejected) {
            throw switch (rejected.reason()) {
                case EXPIRED ->
                        new ServiceException(
                                "ExpiredTokenException",
                                400,
                                "Token expired: current date/time %d must be before the expiration date/time %s"
                                        .formatted(
                                                clock.now().getEpochSecond(),
                                                token.claims().get("exp")));
                case UNKNOWN_KEY ->
                        invalid(
                                "Couldn't retrieve verification key from your identity provider, "
                                        + " please reference AssumeRoleWithWebIdentity"
                                        + " documentation for requirements");
                case INVALID, MISSING, SCOPE ->
                        invalid(
                                "The web identity token that was passed could not be validated: "
                                        + rejected.description());
            };
        }
    }

    private static String required(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            throw invalid("Missing a required claim: " + name);
        }
        return Objects.toString(value);
    }

    /** STS tells no caller without keys what is missing in a trust policy. */
    private static void authorize(
            AssumableRole role, Principal caller, SessionRequest asked, ConditionKeys keys) {
        require(role, caller, ACTION, keys);
        if (!asked.tags().isEmpty()) {
            require(role, caller, "sts:TagSession", keys);
        }
        if (asked.sourceIdentity() != null) {
            require(role, caller, "sts:SetSourceIdentity", keys);
        }
    }

    private static void require(
            AssumableRole role, Principal caller, String action, ConditionKeys keys) {
        if (!Trust.allowsWebIdentity(role, caller, action, keys)) {
            throw notAuthorized(action);
        }
    }

    private static ServiceException notAuthorized(String action) {
        return new ServiceException("AccessDenied", 403, "Not authorized to perform " + action);
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("InvalidIdentityToken", 400, message);
    }
}
