package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.UpdateApiRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.AutoDeployment;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * "Quick create": an API with one integration, one route to it and a {@code $default} stage that
 * follows the API, all managed by API Gateway.
 *
 * @param target a Lambda function's ARN or an HTTP URL; null to keep the present one
 * @param routeKey the route; null for {@code $default}, or to keep the present one
 * @param credentials the role to call a function with
 */
record QuickCreation(
        @Nullable String target, @Nullable String routeKey, @Nullable String credentials) {

    /** What a request asks for; empty when it has no target. */
    static Optional<QuickCreation> of(CreateApiRequest request) {
        if (request.target() == null) {
            if (request.routeKey() != null || request.credentialsArn() != null) {
                throw badRequest("TargetEntry must be specified with routeKey and credentialsArn");
            }
            return Optional.empty();
        }
        return Optional.of(
                new QuickCreation(request.target(), request.routeKey(), request.credentialsArn()));
    }

    /** What a request changes; empty when it changes nothing of this. */
    static Optional<QuickCreation> of(UpdateApiRequest request) {
        QuickCreation changes =
                new QuickCreation(request.target(), request.routeKey(), request.credentialsArn());
        return changes.equals(new QuickCreation(null, null, null))
                ? Optional.empty()
                : Optional.of(changes);
    }

    /** Makes the parts of a new API. */
    void write(Repositories in, Api api, String apiId) {
        if (Protocol.of(api) == Protocol.WEBSOCKET) {
            throw badRequest("Quick create is supported for HTTP APIs only");
        }
        String integrationId = Ids.route();
        Integration integration =
                Integration.builder().integrationId(integrationId).apiGatewayManaged(true).build();
        writeIntegration(in, apiId, integration);
        Route route =
                Route.builder()
                        .routeId(Ids.route())
                        .apiGatewayManaged(true)
                        .routeKey("$default")
                        .target("integrations/" + integrationId)
                        .build();
        writeRoute(in, apiId, route);
        Stage stage =
                HttpStageRules.fresh("$default", in.now())
                        .apiGatewayManaged(true)
                        .autoDeploy(true)
                        .build();
        AutoDeployment.first(in, apiId, stage);
    }

    /** Changes the parts of an API that was made this way. */
    void replace(Repositories in, String apiId) {
        List<Integration> integrations =
                in.of(HttpTypes.INTEGRATION, apiId).all().stream()
                        .filter(each -> Boolean.TRUE.equals(each.apiGatewayManaged()))
                        .toList();
        List<Route> routes =
                in.of(HttpTypes.ROUTE, apiId).all().stream()
                        .filter(each -> Boolean.TRUE.equals(each.apiGatewayManaged()))
                        .toList();
        if (integrations.isEmpty() || routes.isEmpty()) {
            throw badRequest(
                    "TargetEntry, routeKey and credentialsArn can be updated only for APIs created"
                            + " with quick create");
        }
        writeIntegration(in, apiId, integrations.getFirst());
        writeRoute(in, apiId, routes.getFirst());
    }

    private void writeIntegration(Repositories in, String apiId, Integration present) {
        Integration.Builder changed = present.toBuilder();
        if (target != null) {
            boolean function = target.startsWith("arn:");
            changed.integrationType(function ? "AWS_PROXY" : "HTTP_PROXY")
                    .integrationMethod(function ? "POST" : "ANY")
                    .integrationUri(target)
                    .payloadFormatVersion(function ? "2.0" : "1.0");
        }
        if (credentials != null) {
            changed.credentialsArn(credentials);
        }
        Integration complete = HttpIntegrationRules.withDefaults(changed.build());
        HttpIntegrationRules.check(complete, in.account());
        in.of(HttpTypes.INTEGRATION, apiId).put(complete);
    }

    private void writeRoute(Repositories in, String apiId, Route present) {
        Route changed = routeKey == null ? present : present.toBuilder().routeKey(routeKey).build();
        Route complete = RouteRules.withDefaults(changed);
        RouteRules.check(in, apiId, complete);
        in.of(HttpTypes.ROUTE, apiId).put(complete);
    }
}
