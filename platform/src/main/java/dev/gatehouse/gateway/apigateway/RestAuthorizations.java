package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.gateway.apigateway.authorizer.IdentitySources;
import dev.gatehouse.gateway.apigateway.authorizer.JwtAuthorizers;
import dev.gatehouse.gateway.apigateway.authorizer.UserPoolArns;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.identity.oidc.SignedToken;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles how the methods of a deployment are authorized. */
final class RestAuthorizations {
    private final Map<String, Authorization> authorizers;

    private RestAuthorizations(Map<String, Authorization> authorizers) {
        this.authorizers = authorizers;
    }

    static RestAuthorizations of(RestSnapshot snapshot) {
        Map<String, Authorization> authorizers = new HashMap<>();
        snapshot.authorizers().stream()
                .map(RestTypes.AUTHORIZER::read)
                .forEach(each -> authorizers.put(required(each.id()), authorizer(each)));
        return new RestAuthorizations(authorizers);
    }

    /** Whatever is not known here must not be open. */
    Authorization of(Method method) {
        return switch (required(method.authorizationType())) {
            case "NONE" -> Authorization.OPEN;
            case "AWS_IAM" -> Authorization.IAM;
            case "CUSTOM" ->
                    Objects.requireNonNull(authorizers.get(required(method.authorizerId())));
            case "COGNITO_USER_POOLS", "JWT" -> token(method);
            default -> throw new IllegalStateException("stored unchecked: " + method);
        };
    }

    /** An authorizer on its own. */
    Authorization of(Authorizer authorizer) {
        return Objects.requireNonNull(authorizers.get(required(authorizer.id())));
    }

    private Authorization token(Method method) {
        Authorization authorizer = authorizers.get(required(method.authorizerId()));
        List<String> scopes = Objects.requireNonNullElse(method.authorizationScopes(), List.of());
        if (authorizer instanceof TokenAuthorizer token) {
            return token.with(scopes);
        }
        throw new IllegalStateException("stored unchecked: " + method);
    }

    private static TokenAuthorizer pools(Authorizer authorizer) {
        String validation = authorizer.identityValidationExpression();
        return new TokenAuthorizer(
                UserPoolArns.parse(authorizer.providerARNs()).stream()
                        .map(pool -> TrustedIssuer.of(pool, List.of()))
                        .toList(),
                SignedToken.RSA,
                IdentitySources.parse(authorizer.identitySource()).getFirst(),
                validation == null ? null : BoundedPattern.compile(validation).orElseThrow(),
                List.of());
    }

    private static Authorization authorizer(Authorizer authorizer) {
        return switch (required(authorizer.type())) {
            case "TOKEN" -> function(authorizer, FunctionAuthorizer.Form.TOKEN);
            case "REQUEST" -> function(authorizer, FunctionAuthorizer.Form.REQUEST);
            case "COGNITO_USER_POOLS" -> pools(authorizer);
            case "JWT" -> JwtAuthorizers.compile(authorizer);
            default -> throw new IllegalStateException("stored unchecked: " + authorizer);
        };
    }

    private static FunctionAuthorizer function(
            Authorizer authorizer, FunctionAuthorizer.Form form) {
        String validation = authorizer.identityValidationExpression();
        return new FunctionAuthorizer(
                required(authorizer.id()),
                form,
                new StageText(
                        LambdaUri.functionArn(required(authorizer.authorizerUri())).orElseThrow()),
                StageText.ofNullable(authorizer.authorizerCredentials()),
                IdentitySources.parse(authorizer.identitySource()),
                validation == null ? null : BoundedPattern.compile(validation).orElseThrow(),
                Objects.requireNonNull(authorizer.authorizerResultTtlInSeconds()));
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
