package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.onlyOfHttp;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.gateway.resource.PassedRole;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import java.util.Objects;

/** What an authorizer of a WebSocket API may say: a function that is asked at every connection. */
public final class WebSocketAuthorizerRules {
    private WebSocketAuthorizerRules() {}

    /** Rejects what AWS rejects. */
    public static void check(Authorizer authorizer, AccountId account) {
        if (authorizer.name() == null || authorizer.name().isBlank()) {
            throw badRequest("Name must not be empty");
        }
        if (!"REQUEST".equals(authorizer.authorizerType())) {
            throw badRequest("Only the authorizer type REQUEST is supported for WebSocket APIs");
        }
        onlyOfHttp("jwtConfiguration", authorizer.jwtConfiguration());
        onlyOfHttp("authorizerPayloadFormatVersion", authorizer.authorizerPayloadFormatVersion());
        onlyOfHttp("enableSimpleResponses", authorizer.enableSimpleResponses());
        int ttl = Objects.requireNonNullElse(authorizer.authorizerResultTtlInSeconds(), 0);
        onlyOfHttp("authorizerResultTtlInSeconds", ttl > 0);
        reject("identityValidationExpression", authorizer.identityValidationExpression());
        List<String> sources = Objects.requireNonNullElse(authorizer.identitySource(), List.of());
        for (String source : sources) {
            if (IdentitySource.ofWebSocket(source).isEmpty()) {
                throw badRequest("Invalid mapping expression specified: " + source);
            }
        }
        String uri = Objects.requireNonNullElse(authorizer.authorizerUri(), "");
        if (LambdaUri.functionNamed(uri).filter(LambdaUri::isFunction).isEmpty()) {
            throw badRequest("Invalid AuthorizerUri specified: " + uri);
        }
        PassedRole.check(authorizer.authorizerCredentialsArn(), account);
    }
}
