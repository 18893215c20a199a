package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
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

    /** What is deleted with an API. */
    public static final List<ResourceType<?>> OF_AN_API =
            List.of(ROUTE, INTEGRATION, STAGE, DEPLOYMENT, AUTHORIZER);

    private HttpTypes() {}
}
