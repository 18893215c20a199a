package dev.gatehouse.gateway.http;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.stored.Form;

/** How each sort of resource of an HTTP API is kept. */
final class HttpForms {
    static final Form<Api> API = Form.of("apigatewayv2.api", Api.builder().build(), Api::new);

    static final Form<Integration> INTEGRATION =
            Form.of("apigatewayv2.integration", Integration.builder().build(), Integration::new);

    static final Form<Route> ROUTE =
            Form.of("apigatewayv2.route", Route.builder().build(), Route::new);

    static final Form<Stage> STAGE =
            Form.of("apigatewayv2.stage", Stage.builder().build(), Stage::new);

    static final Form<Deployment> DEPLOYMENT =
            Form.of("apigatewayv2.deployment", Deployment.builder().build(), Deployment::new);

    private HttpForms() {}
}
