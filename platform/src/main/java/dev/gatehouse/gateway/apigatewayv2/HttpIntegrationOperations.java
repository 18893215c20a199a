package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationResult;
import dev.gatehouse.aws.apigatewayv2.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.GetIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.GetIntegrationResult;
import dev.gatehouse.aws.apigatewayv2.GetIntegrationsRequest;
import dev.gatehouse.aws.apigatewayv2.GetIntegrationsResponse;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateIntegrationResult;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpCompiler;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions.Changed;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** The operations on the integrations of an HTTP API. */
final class HttpIntegrationOperations {
    private final HttpTransactions transactions;

    HttpIntegrationOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    CreateIntegrationResult create(RequestContext context, CreateIntegrationRequest request) {
        String id = Ids.route();
        Integration wanted =
                HttpIntegrationRules.withDefaults(HttpTypes.INTEGRATION.from(request)).toBuilder()
                        .integrationId(id)
                        .build();
        String apiId = request.apiId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    HttpIntegrationRules.check(wanted, context.account());
                    int present = repositories.integrations(apiId).count();
                    if (present >= transactions.limits().integrations()) {
                        throw limitExceeded(
                                "Maximum number of Integrations for this API has been reached");
                    }
                    repositories.integrations(apiId).put(id, wanted);
                    return new Changed<>(
                            Outputs.of(ApiGatewayV2.CREATE_INTEGRATION, wanted), Effect.NONE);
                });
    }

    GetIntegrationResult get(RequestContext context, GetIntegrationRequest request) {
        return transactions.call(
                context,
                repositories ->
                        Outputs.of(
                                ApiGatewayV2.GET_INTEGRATION,
                                repositories.integration(
                                        request.apiId(), request.integrationId())));
    }

    GetIntegrationsResponse list(RequestContext context, GetIntegrationsRequest request) {
        String apiId = request.apiId();
        int limit = Outputs.pageLength(request.maxResults());
        Page<Integration> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories
                                    .integrations(apiId)
                                    .page(request.nextToken(), limit);
                        });
        return GetIntegrationsResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateIntegrationResult update(RequestContext context, UpdateIntegrationRequest request) {
        String apiId = request.apiId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    Integration present = repositories.integration(apiId, request.integrationId());
                    Integration changed =
                            HttpIntegrationRules.withDefaults(
                                    Updates.merge(HttpTypes.INTEGRATION, present, request));
                    HttpIntegrationRules.check(changed, context.account());
                    repositories.integrations(apiId).put(request.integrationId(), changed);
                    List<Route> routes =
                            repositories.routesOf(apiId).leadingTo(request.integrationId());
                    return new Changed<>(
                            Outputs.of(ApiGatewayV2.UPDATE_INTEGRATION, changed),
                            new Effect.OnRoutes(null, HttpCompiler.routes(routes, changed)));
                });
    }

    Empty delete(RequestContext context, DeleteIntegrationRequest request) {
        String apiId = request.apiId();
        String id = request.integrationId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    repositories.integration(apiId, id);
                    List<String> users =
                            repositories.routesOf(apiId).leadingTo(id).stream()
                                    .map(Route::routeKey)
                                    .map(String::valueOf)
                                    .toList();
                    if (!users.isEmpty()) {
                        throw conflict(
                                "Cannot delete Integration '%s', it is the target of routes: %s"
                                        .formatted(id, users));
                    }
                    repositories.integrations(apiId).delete(id);
                    return new Changed<>(Empty.EMPTY, Effect.NONE);
                });
    }
}
