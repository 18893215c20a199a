package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationResponseRequest;
import dev.gatehouse.aws.apigatewayv2.IntegrationResponse;
import dev.gatehouse.aws.apigatewayv2.UpdateIntegrationResponseRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.MessageMappings;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The operations on integration responses: what becomes of what a backend responds. */
public final class IntegrationResponseOperations {
    private static final Pattern TARGET =
            Pattern.compile("(route|method)\\.response\\.header\\.[a-zA-Z0-9._$-]+");
    private static final Pattern SOURCE =
            Pattern.compile(
                    "'[^']*'|integration\\.response\\.(header\\.[a-zA-Z0-9._$-]+|body(\\..+)?)");

    private IntegrationResponseOperations() {}

    public static void addTo(Resources service, Deploying deploying) {
        service.of(HttpTypes.INTEGRATION_RESPONSE)
                .get(ApiGatewayV2.GET_INTEGRATION_RESPONSE)
                .list(ApiGatewayV2.GET_INTEGRATION_RESPONSES)
                .writing(deploying.with((_, _) -> new Effect.OnEverything()))
                .create(
                        ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                        IntegrationResponseOperations::create)
                .update(
                        ApiGatewayV2.UPDATE_INTEGRATION_RESPONSE,
                        IntegrationResponseOperations::update)
                .delete(ApiGatewayV2.DELETE_INTEGRATION_RESPONSE);
    }

    private static IntegrationResponse create(
            Repositories in, CreateIntegrationResponseRequest request) {
        if (Protocol.of(in, request.apiId()) == Protocol.HTTP) {
            throw badRequest("Integration responses are supported for WebSocket APIs only");
        }
        IntegrationResponse wanted =
                HttpTypes.INTEGRATION_RESPONSE.from(request).toBuilder()
                        .integrationResponseId(Ids.part())
                        .build();
        return checked(in, request.apiId() + '/' + request.integrationId(), wanted);
    }

    private static IntegrationResponse update(
            Repositories in,
            IntegrationResponse response,
            UpdateIntegrationResponseRequest request) {
        return checked(
                in,
                request.apiId() + '/' + request.integrationId(),
                Updates.merge(HttpTypes.INTEGRATION_RESPONSE, response, request));
    }

    /** They are kept: messages have no headers to be set. */
    private static void checkParameter(String target, String source) {
        if (!TARGET.matcher(target).matches() || !SOURCE.matcher(source).matches()) {
            throw badRequest(
                    "Invalid mapping expression specified: %s: %s".formatted(target, source));
        }
    }

    private static IntegrationResponse checked(
            Repositories in, String integration, IntegrationResponse response) {
        String key = String.valueOf(response.integrationResponseKey());
        boolean taken =
                in.of(HttpTypes.INTEGRATION_RESPONSE, integration).all().stream()
                        .filter(each -> key.equals(each.integrationResponseKey()))
                        .anyMatch(
                                each ->
                                        !String.valueOf(each.integrationResponseId())
                                                .equals(response.integrationResponseId()));
        if (taken) {
            throw conflict("Integration response with key %s already exists".formatted(key));
        }
        if (!key.equals(MessageMapping.DEFAULT) && MessageMappings.pattern(key).isEmpty()) {
            throw badRequest(
                    "Invalid integrationResponseKey specified: it is $default or an expression"
                            + " between slashes: "
                            + key);
        }
        Objects.requireNonNullElse(response.responseParameters(), Map.<String, String>of())
                .forEach(IntegrationResponseOperations::checkParameter);
        return response;
    }
}
