package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.CreateAuthorizerRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteAuthorizerRequest;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateAuthorizerRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.apigatewayv2.websocket.WebSocketAuthorizerRules;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.List;
import java.util.Objects;

/** The operations on the authorizers of an HTTP API. */
final class HttpAuthorizerOperations {
    /** Of one API. */
    private static final int MOST = 10;

    private HttpAuthorizerOperations() {}

    static void addTo(Resources service, Deploying deploying) {
        service.of(HttpTypes.AUTHORIZER)
                .get(ApiGatewayV2.GET_AUTHORIZER)
                .list(ApiGatewayV2.GET_AUTHORIZERS)
                .writing(deploying.with((_, _) -> new Effect.OnEverything()))
                .create(ApiGatewayV2.CREATE_AUTHORIZER, HttpAuthorizerOperations::create)
                .update(ApiGatewayV2.UPDATE_AUTHORIZER, HttpAuthorizerOperations::update)
                .delete(ApiGatewayV2.DELETE_AUTHORIZER, HttpAuthorizerOperations::rejectIfUsed);
    }

    static Authorizer create(Repositories in, CreateAuthorizerRequest request) {
        Authorizer wanted =
                HttpTypes.AUTHORIZER.from(request).toBuilder().authorizerId(Ids.route()).build();
        check(in, request.apiId(), wanted);
        in.of(HttpTypes.AUTHORIZER, request.apiId())
                .requireRoom(MOST, "Maximum number of Authorizers for this API has been reached");
        return wanted;
    }

    private static Authorizer update(
            Repositories in, Authorizer authorizer, UpdateAuthorizerRequest request) {
        Authorizer changed = Updates.merge(HttpTypes.AUTHORIZER, authorizer, request);
        if (!Objects.equals(changed.authorizerType(), authorizer.authorizerType())) {
            throw badRequest("AuthorizerType cannot be changed");
        }
        check(in, request.apiId(), changed);
        return changed;
    }

    private static void check(Repositories in, String apiId, Authorizer authorizer) {
        switch (Protocol.of(in, apiId)) {
            case HTTP -> HttpAuthorizerRules.check(authorizer, in.account());
            case WEBSOCKET -> WebSocketAuthorizerRules.check(authorizer, in.account());
        }
    }

    private static void rejectIfUsed(
            Repositories in, Authorizer authorizer, DeleteAuthorizerRequest request) {
        List<String> users =
                in.of(HttpTypes.ROUTE, request.apiId()).all().stream()
                        .filter(route -> request.authorizerId().equals(route.authorizerId()))
                        .map(Route::routeKey)
                        .map(String::valueOf)
                        .toList();
        if (!users.isEmpty()) {
            throw conflict(
                    "Cannot delete Authorizer '%s', it is used by routes: %s"
                            .formatted(request.authorizerId(), users));
        }
    }
}
