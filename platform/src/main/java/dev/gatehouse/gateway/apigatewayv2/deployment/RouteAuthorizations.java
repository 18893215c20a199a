package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.JWTConfiguration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.identity.oidc.SignedToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles how the routes of an API are authorized. */
public final class RouteAuthorizations {
    private final Function<String, Optional<Authorizer>> authorizers;

    private RouteAuthorizations(Function<String, Optional<Authorizer>> authorizers) {
        this.authorizers = authorizers;
    }

    /** By the authorizers that an API has now. */
    public static RouteAuthorizations of(Repositories in, String apiId) {
        return new RouteAuthorizations(id -> in.of(HttpTypes.AUTHORIZER, apiId).find(id));
    }

    static RouteAuthorizations of(HttpSnapshot snapshot) {
        Map<String, Authorizer> all =
                snapshot.authorizers().stream()
                        .map(HttpTypes.AUTHORIZER::read)
                        .collect(
                                Collectors.toMap(
                                        each -> required(each.authorizerId()), each -> each));
        return new RouteAuthorizations(id -> Optional.ofNullable(all.get(id)));
    }

    /** Whatever is not known here must not be open. */
    Authorization of(Route route) {
        return switch (required(route.authorizationType())) {
            case "NONE" -> Authorization.OPEN;
            case "AWS_IAM" -> Authorization.IAM;
            case "CUSTOM" -> function(authorizer(route));
            case "JWT" -> token(authorizer(route)).with(list(route.authorizationScopes()));
            default -> throw new IllegalStateException("stored unchecked: " + route);
        };
    }

    private Authorizer authorizer(Route route) {
        return authorizers.apply(required(route.authorizerId())).orElseThrow();
    }

    private static TokenAuthorizer token(Authorizer authorizer) {
        JWTConfiguration jwt = Objects.requireNonNull(authorizer.jwtConfiguration());
        return new TokenAuthorizer(
                List.of(
                        TrustedIssuer.of(
                                new TokenIssuer.Oidc(required(jwt.issuer())),
                                list(jwt.audience()))),
                SignedToken.RSA,
                IdentitySource.ofHttp(list(authorizer.identitySource()).getFirst()).orElseThrow(),
                null,
                List.of());
    }

    private static List<String> list(@Nullable List<String> given) {
        return Objects.requireNonNullElse(given, List.of());
    }

    private static FunctionAuthorizer function(Authorizer authorizer) {
        return new FunctionAuthorizer(
                required(authorizer.authorizerId()),
                form(authorizer),
                new StageText(
                        LambdaUri.functionNamed(required(authorizer.authorizerUri()))
                                .orElseThrow()),
                StageText.ofNullable(authorizer.authorizerCredentialsArn()),
                list(authorizer.identitySource()).stream()
                        .map(RouteAuthorizations::source)
                        .toList(),
                null,
                Objects.requireNonNullElse(authorizer.authorizerResultTtlInSeconds(), 0));
    }

    private static IdentitySource source(String expression) {
        return IdentitySource.ofHttp(expression)
                .or(() -> IdentitySource.ofWebSocket(expression))
                .orElseThrow();
    }

    /** Those of WebSocket APIs have one form, which is that of REST APIs. */
    private static FunctionAuthorizer.Form form(Authorizer authorizer) {
        String version = authorizer.authorizerPayloadFormatVersion();
        if (version == null) {
            return FunctionAuthorizer.Form.REQUEST;
        }
        if (version.equals("1.0")) {
            return FunctionAuthorizer.Form.V1;
        }
        return Boolean.TRUE.equals(authorizer.enableSimpleResponses())
                ? FunctionAuthorizer.Form.V2_SIMPLE
                : FunctionAuthorizer.Form.V2_POLICY;
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
