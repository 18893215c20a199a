package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.IntegrationResponse;
import dev.gatehouse.aws.apigatewayv2.Model;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.RouteResponse;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.List;

/** How each type of resource of an HTTP API is kept and named. */
public final class HttpTypes {
    public static final ResourceType<Api> API =
            ResourceType.of(
                            "apigatewayv2.api",
                            Api.builder().build(),
                            Api::new,
                            Naming.by("ApiId", "Invalid API identifier specified %2$s:%1$s")
                                    .collection("apis"))
                    .announced();

    public static final ResourceType<Integration> INTEGRATION =
            ResourceType.of(
                    "apigatewayv2.integration",
                    Integration.builder().build(),
                    Integration::new,
                    Naming.by("IntegrationId", "Invalid Integration identifier specified %s")
                            .below(API));

    public static final ResourceType<Route> ROUTE =
            ResourceType.of(
                            "apigatewayv2.route",
                            Route.builder().build(),
                            Route::new,
                            Naming.by("RouteId", "Invalid Route identifier specified %s")
                                    .below(API))
                    .indexed(new RouteIndex());

    public static final ResourceType<Stage> STAGE =
            ResourceType.of(
                            "apigatewayv2.stage",
                            Stage.builder().build(),
                            Stage::new,
                            Naming.by("StageName", "Invalid stage identifier specified")
                                    .below(API)
                                    .collection("stages"))
                    .announced();

    public static final ResourceType<Deployment> DEPLOYMENT =
            ResourceType.of(
                    "apigatewayv2.deployment",
                    Deployment.builder().build(),
                    Deployment::new,
                    Naming.by("DeploymentId", "Invalid Deployment identifier specified")
                            .below(API));

    public static final ResourceType<Authorizer> AUTHORIZER =
            ResourceType.of(
                    "apigatewayv2.authorizer",
                    Authorizer.builder().build(),
                    Authorizer::new,
                    Naming.by("AuthorizerId", "Invalid Authorizer identifier specified %s")
                            .below(API));

    public static final ResourceType<Model> MODEL =
            ResourceType.of(
                    "apigatewayv2.model",
                    Model.builder().build(),
                    Model::new,
                    Naming.by("ModelId", "Invalid model identifier specified: %s").below(API));

    public static final ResourceType<RouteResponse> ROUTE_RESPONSE =
            ResourceType.of(
                    "apigatewayv2.routeresponse",
                    RouteResponse.builder().build(),
                    RouteResponse::new,
                    Naming.by("RouteResponseId", "Invalid RouteResponse identifier specified %s")
                            .below(ROUTE));

    public static final ResourceType<IntegrationResponse> INTEGRATION_RESPONSE =
            ResourceType.of(
                    "apigatewayv2.integrationresponse",
                    IntegrationResponse.builder().build(),
                    IntegrationResponse::new,
                    Naming.by(
                                    "IntegrationResponseId",
                                    "Invalid IntegrationResponse identifier specified %s")
                            .below(INTEGRATION));

    /** What is deleted with an API. */
    public static final List<ResourceType<?>> OF_AN_API =
            List.of(
                    ROUTE_RESPONSE,
                    INTEGRATION_RESPONSE,
                    ROUTE,
                    INTEGRATION,
                    STAGE,
                    DEPLOYMENT,
                    AUTHORIZER,
                    MODEL);

    private HttpTypes() {}
}
