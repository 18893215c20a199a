package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateIntegrationRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpCompiler;
import dev.gatehouse.gateway.apigatewayv2.deployment.RouteAuthorizations;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.RouteIndex;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.apigatewayv2.websocket.WebSocketIntegrationRules;
import dev.gatehouse.gateway.link.UntoldTargets;
import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.List;
import java.util.Objects;

/** The operations on the integrations of an HTTP API. */
final class HttpIntegrationOperations {
    private final HttpLimits limits;
    private final SubtypeRules subtypes;
    private final VpcLinks links;

    private HttpIntegrationOperations(HttpLimits limits, SubtypeRules subtypes, VpcLinks links) {
        this.limits = limits;
        this.subtypes = subtypes;
        this.links = links;
    }

    static HttpIntegrationOperations addTo(
            Resources service,
            Deploying deploying,
            HttpLimits limits,
            SubtypeRules subtypes,
            VpcLinks links) {
        HttpIntegrationOperations operations =
                new HttpIntegrationOperations(limits, subtypes, links);
        service.of(HttpTypes.INTEGRATION)
                .get(ApiGatewayV2.GET_INTEGRATION)
                .list(ApiGatewayV2.GET_INTEGRATIONS)
                .writing(deploying.with(HttpIntegrationOperations::effect))
                .create(ApiGatewayV2.CREATE_INTEGRATION, operations::create)
                .update(ApiGatewayV2.UPDATE_INTEGRATION, operations::update)
                .delete(ApiGatewayV2.DELETE_INTEGRATION, HttpIntegrationOperations::rejectIfUsed);
        return operations;
    }

    /** Routes lead to no new integration yet, and to no deleted one any more. */
    private static Effect effect(Repositories in, Change<Integration> change) {
        Integration after = change.after();
        if (change.before() == null || after == null) {
            return Effect.NONE;
        }
        List<Route> routes =
                RouteIndex.leadingTo(
                        in, change.apiId(), Objects.requireNonNull(after.integrationId()));
        return new Effect.OnRoutes(
                null,
                HttpCompiler.routes(routes, after, RouteAuthorizations.of(in, change.apiId())));
    }

    Integration create(Repositories in, CreateIntegrationRequest request) {
        Integration wanted =
                checked(in, request.apiId(), HttpTypes.INTEGRATION.from(request)).toBuilder()
                        .integrationId(Ids.route())
                        .build();
        in.of(HttpTypes.INTEGRATION, request.apiId())
                .requireRoom(
                        limits.integrations(),
                        "Maximum number of Integrations for this API has been reached");
        return wanted;
    }

    private void checkHttp(Integration integration, Repositories in) {
        HttpIntegrationRules.check(integration, in.account());
        String subtype = integration.integrationSubtype();
        if (subtype != null) {
            subtypes.check(integration, subtype);
        }
        String uri = integration.integrationUri();
        if ("VPC_LINK".equals(integration.connectionType()) && uri != null) {
            UntoldTargets.tell(links, uri);
        }
    }

    private Integration update(
            Repositories in, Integration integration, UpdateIntegrationRequest request) {
        return checked(
                in, request.apiId(), Updates.merge(HttpTypes.INTEGRATION, integration, request));
    }

    /** The integration with AWS's defaults; rejects what AWS rejects. */
    private Integration checked(Repositories in, String apiId, Integration given) {
        return switch (Protocol.of(in, apiId)) {
            case HTTP -> {
                Integration wanted = HttpIntegrationRules.withDefaults(given);
                checkHttp(wanted, in);
                yield wanted;
            }
            case WEBSOCKET -> {
                Integration wanted = WebSocketIntegrationRules.withDefaults(given);
                WebSocketIntegrationRules.check(wanted, in.account());
                yield wanted;
            }
        };
    }

    private static void rejectIfUsed(
            Repositories in, Integration integration, DeleteIntegrationRequest request) {
        String id = request.integrationId();
        List<String> users =
                RouteIndex.leadingTo(in, request.apiId(), id).stream()
                        .map(Route::routeKey)
                        .map(String::valueOf)
                        .toList();
        if (!users.isEmpty()) {
            throw conflict(
                    "Cannot delete Integration '%s', it is the target of routes: %s"
                            .formatted(id, users));
        }
        in.of(HttpTypes.INTEGRATION_RESPONSE, request.apiId() + '/' + id).deleteAll();
    }
}
