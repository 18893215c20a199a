package dev.gatehouse.gateway.rest;

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
import dev.gatehouse.gateway.stored.Form;

/** How each sort of resource of a REST API is kept. */
final class RestForms {
    static final Form<RestApi> API =
            Form.of("apigateway.restapi", RestApi.builder().build(), RestApi::new);

    /** With its methods, their integrations and responses. */
    static final Form<Resource> RESOURCE =
            Form.of("apigateway.resource", Resource.builder().build(), Resource::new);

    static final Form<Deployment> DEPLOYMENT =
            Form.of("apigateway.deployment", Deployment.builder().build(), Deployment::new);

    static final Form<Stage> STAGE =
            Form.of("apigateway.stage", Stage.builder().build(), Stage::new);

    static final Form<Model> MODEL =
            Form.of("apigateway.model", Model.builder().build(), Model::new);

    /** Those that were customised. */
    static final Form<GatewayResponse> GATEWAY_RESPONSE =
            Form.of(
                    "apigateway.gatewayresponse",
                    GatewayResponse.builder().build(),
                    GatewayResponse::new);

    static final Form<Account> ACCOUNT =
            Form.of("apigateway.account", Account.builder().build(), Account::new);

    /** Kept within its resource. */
    static final Form<Method> METHOD =
            Form.of("apigateway.method", Method.builder().build(), Method::new);

    /** Kept within its method. */
    static final Form<MethodResponse> METHOD_RESPONSE =
            Form.of(
                    "apigateway.methodresponse",
                    MethodResponse.builder().build(),
                    MethodResponse::new);

    /** Kept within its method. */
    static final Form<Integration> INTEGRATION =
            Form.of("apigateway.integration", Integration.builder().build(), Integration::new);

    /** Kept within its integration. */
    static final Form<IntegrationResponse> INTEGRATION_RESPONSE =
            Form.of(
                    "apigateway.integrationresponse",
                    IntegrationResponse.builder().build(),
                    IntegrationResponse::new);

    private RestForms() {}
}
