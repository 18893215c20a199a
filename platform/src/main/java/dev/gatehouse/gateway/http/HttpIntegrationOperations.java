package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.conflict;
import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;

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
import dev.gatehouse.gateway.http.HttpLibrary.Changed;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** The operations on the integrations of an HTTP API. */
final class HttpIntegrationOperations {
    private final HttpLibrary library;

    HttpIntegrationOperations(HttpLibrary library) {
        this.library = library;
    }

    CreateIntegrationResult create(RequestContext context, CreateIntegrationRequest request) {
        String id = Ids.route();
        Integration wanted =
                HttpIntegrationRules.withDefaults(HttpForms.INTEGRATION.from(request)).toBuilder()
                        .integrationId(id)
                        .build();
        String apiId = request.apiId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    HttpIntegrationRules.check(wanted, context.account());
                    int present = shelves.integrations(apiId).count();
                    if (present >= library.limits().integrations()) {
                        throw limitExceeded(
                                "Maximum number of Integrations for this API has been reached");
                    }
                    shelves.integrations(apiId).put(id, wanted);
                    return new Changed<>(
                            Answers.of(ApiGatewayV2.CREATE_INTEGRATION, wanted), Effect.NONE);
                });
    }

    GetIntegrationResult get(RequestContext context, GetIntegrationRequest request) {
        return library.call(
                context,
                shelves ->
                        Answers.of(
                                ApiGatewayV2.GET_INTEGRATION,
                                shelves.integration(request.apiId(), request.integrationId())));
    }

    GetIntegrationsResponse list(RequestContext context, GetIntegrationsRequest request) {
        String apiId = request.apiId();
        int limit = Answers.pageLength(request.maxResults());
        Page<Integration> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.integrations(apiId).page(request.nextToken(), limit);
                        });
        return GetIntegrationsResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateIntegrationResult update(RequestContext context, UpdateIntegrationRequest request) {
        String apiId = request.apiId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    Integration present = shelves.integration(apiId, request.integrationId());
                    Integration changed =
                            HttpIntegrationRules.withDefaults(
                                    Updates.merge(HttpForms.INTEGRATION, present, request));
                    HttpIntegrationRules.check(changed, context.account());
                    shelves.integrations(apiId).put(request.integrationId(), changed);
                    List<Route> routes = shelves.routesOf(apiId).leadingTo(request.integrationId());
                    return new Changed<>(
                            Answers.of(ApiGatewayV2.UPDATE_INTEGRATION, changed),
                            new Effect.OnRoutes(null, HttpCompiler.routes(routes, changed)));
                });
    }

    Empty delete(RequestContext context, DeleteIntegrationRequest request) {
        String apiId = request.apiId();
        String id = request.integrationId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    shelves.integration(apiId, id);
                    List<String> users =
                            shelves.routesOf(apiId).leadingTo(id).stream()
                                    .map(Route::routeKey)
                                    .map(String::valueOf)
                                    .toList();
                    if (!users.isEmpty()) {
                        throw conflict(
                                "Cannot delete Integration '%s', it is the target of routes: %s"
                                        .formatted(id, users));
                    }
                    shelves.integrations(apiId).delete(id);
                    return new Changed<>(Empty.EMPTY, Effect.NONE);
                });
    }
}
