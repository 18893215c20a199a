package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.resource.ResourceType;

/** How each sort of resource of a REST API is kept. */
public final class RestTypes {
    public static final ResourceType<RestApi> API =
            ResourceType.of("apigateway.restapi", RestApi.builder().build(), RestApi::new);

    /** With its methods, their integrations and responses. */
    public static final ResourceType<Resource> RESOURCE =
            ResourceType.of("apigateway.resource", Resource.builder().build(), Resource::new);

    public static final ResourceType<Deployment> DEPLOYMENT =
            ResourceType.of("apigateway.deployment", Deployment.builder().build(), Deployment::new);

    public static final ResourceType<Stage> STAGE =
            ResourceType.of("apigateway.stage", Stage.builder().build(), Stage::new);

    public static final ResourceType<Model> MODEL =
            ResourceType.of("apigateway.model", Model.builder().build(), Model::new);

    /** Those that were customised. */
    public static final ResourceType<GatewayResponse> GATEWAY_RESPONSE =
            ResourceType.of(
                    "apigateway.gatewayresponse",
                    GatewayResponse.builder().build(),
                    GatewayResponse::new);

    public static final ResourceType<Account> ACCOUNT =
            ResourceType.of("apigateway.account", Account.builder().build(), Account::new);

    /** Kept within its resource. */
    public static final ResourceType<Method> METHOD =
            ResourceType.of("apigateway.method", Method.builder().build(), Method::new);

    /** Kept within its method. */
    public static final ResourceType<MethodResponse> METHOD_RESPONSE =
            ResourceType.of(
                    "apigateway.methodresponse",
                    MethodResponse.builder().build(),
                    MethodResponse::new);

    /** Kept within its method. */
    public static final ResourceType<Integration> INTEGRATION =
            ResourceType.of(
                    "apigateway.integration", Integration.builder().build(), Integration::new);

    /** Kept within its integration. */
    public static final ResourceType<IntegrationResponse> INTEGRATION_RESPONSE =
            ResourceType.of(
                    "apigateway.integrationresponse",
                    IntegrationResponse.builder().build(),
                    IntegrationResponse::new);

    private RestTypes() {}
}
