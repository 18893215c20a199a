package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.JwtAdditionalClaim;
import dev.gatehouse.aws.apigateway.JwtConfiguration;
import dev.gatehouse.aws.apigateway.JwtIssuer;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JWT authorizers of REST APIs ("Control access to REST APIs using JWT authorizers"): what they may
 * say, and what the data plane makes of it.
 */
public final class JwtAuthorizers {
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");

    /** Claims that have rules of their own. */
    private static final Set<String> RULED =
            Set.of("iss", "aud", "exp", "nbf", "iat", "scope", "scp");

    private JwtAuthorizers() {}

    /** Rejects what AWS rejects. */
    static void check(Authorizer authorizer) {
        reject("authorizerUri of JWT authorizers", authorizer.authorizerUri());
        reject("authorizerCredentials of JWT authorizers", authorizer.authorizerCredentials());
        reject("providerARNs of JWT authorizers", authorizer.providerARNs());
        reject(
                "authorizerResultTtlInSeconds of JWT authorizers",
                authorizer.authorizerResultTtlInSeconds());
        reject(
                "identityValidationExpression of JWT authorizers",
                authorizer.identityValidationExpression());
        JwtConfiguration jwt = authorizer.jwtConfiguration();
        if (jwt == null) {
            throw badRequest("jwtConfiguration must be specified for authorizers of type JWT");
        }
        checkAlgorithms(list(jwt.defaultAlgorithms()));
        Set<String> issuers = new HashSet<>();
        for (JwtIssuer issuer : list(jwt.issuers())) {
            checkIssuer(issuer);
            if (!issuers.add(issuer.issuer())) {
                throw badRequest("Issuers must be unique: " + issuer.issuer());
            }
        }
        if (issuers.isEmpty()) {
            throw badRequest("At least one issuer must be specified");
        }
    }

    private static void checkAlgorithms(List<String> algorithms) {
        if (algorithms.isEmpty()) {
            throw badRequest("At least one default algorithm must be specified");
        }
        for (String algorithm : algorithms) {
            if (!ALGORITHMS.contains(algorithm)) {
                throw badRequest("Invalid signing algorithm specified: " + algorithm);
            }
        }
    }

    private static void checkIssuer(JwtIssuer issuer) {
        if (!isIssuer(issuer.issuer())) {
            throw badRequest("Invalid issuer specified: " + issuer.issuer());
        }
        List<String> audiences = list(issuer.audiences());
        if (audiences.isEmpty() || audiences.contains("")) {
            throw badRequest("Audiences must be specified for issuer " + issuer.issuer());
        }
        Set<String> names = new HashSet<>();
        for (JwtAdditionalClaim claim : list(issuer.additionalClaims())) {
            String name = claim.claimName();
            if (name == null || name.isEmpty() || RULED.contains(name) || !names.add(name)) {
                throw badRequest("Invalid claim name specified: " + name);
            }
            if (!"SINGLE_STRING".equals(claim.format())) {
                throw badRequest("Invalid format of claim %s specified".formatted(name));
            }
            if (list(claim.expectedValues()).contains("")) {
                throw badRequest("Expected values of claim %s cannot be empty".formatted(name));
            }
        }
    }

    private static boolean isIssuer(@Nullable String url) {
        try {
            URI uri = new URI(Objects.requireNonNullElse(url, ""));
            return Set.of("https", "http").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** One that was checked when it was stored. */
    public static TokenAuthorizer compile(Authorizer authorizer) {
        JwtConfiguration jwt = Objects.requireNonNull(authorizer.jwtConfiguration());
        return new TokenAuthorizer(
                list(jwt.issuers()).stream().map(JwtAuthorizers::compile).toList(),
                Set.copyOf(list(jwt.defaultAlgorithms())),
                IdentitySources.parse(authorizer.identitySource()).getFirst(),
                null,
                List.of());
    }

    private static TrustedIssuer compile(JwtIssuer issuer) {
        return new TrustedIssuer(
                new TokenIssuer.Oidc(Objects.requireNonNull(issuer.issuer())),
                list(issuer.audiences()),
                list(issuer.additionalClaims()).stream().map(JwtAuthorizers::compile).toList());
    }

    private static TrustedIssuer.ClaimRule compile(JwtAdditionalClaim claim) {
        return new TrustedIssuer.ClaimRule(
                Objects.requireNonNull(claim.claimName()),
                Boolean.TRUE.equals(claim.required()),
                list(claim.expectedValues()));
    }

    private static <T> List<T> list(@Nullable List<T> given) {
        return Objects.requireNonNullElse(given, List.of());
    }
}
