package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.resource.ResourceType;

/** How each sort of resource of an HTTP API is kept. */
public final class HttpTypes {
    public static final ResourceType<Api> API =
            ResourceType.of("apigatewayv2.api", Api.builder().build(), Api::new);

    public static final ResourceType<Integration> INTEGRATION =
            ResourceType.of(
                    "apigatewayv2.integration", Integration.builder().build(), Integration::new);

    public static final ResourceType<Route> ROUTE =
            ResourceType.of("apigatewayv2.route", Route.builder().build(), Route::new);

    public static final ResourceType<Stage> STAGE =
            ResourceType.of("apigatewayv2.stage", Stage.builder().build(), Stage::new);

    public static final ResourceType<Deployment> DEPLOYMENT =
            ResourceType.of(
                    "apigatewayv2.deployment", Deployment.builder().build(), Deployment::new);

    private HttpTypes() {}
}
