package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.stored.Cabinet;
import dev.gatehouse.gateway.stored.Drawer;
import dev.gatehouse.gateway.stored.Shelf;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The HTTP APIs of one account and region as one transaction sees them. */
final class HttpShelves {
    private final Cabinet cabinet;

    HttpShelves(Transaction transaction, Scope scope) {
        this.cabinet = new Cabinet(transaction, scope);
    }

    AccountId account() {
        return cabinet.account();
    }

    Shelf<Api> apis() {
        return cabinet.shelf(HttpForms.API);
    }

    Shelf<Integration> integrations(String apiId) {
        return cabinet.shelf(HttpForms.INTEGRATION, apiId);
    }

    Shelf<Route> routes(String apiId) {
        return cabinet.shelf(HttpForms.ROUTE, apiId);
    }

    Shelf<Stage> stages(String apiId) {
        return cabinet.shelf(HttpForms.STAGE, apiId);
    }

    Shelf<Deployment> deployments(String apiId) {
        return cabinet.shelf(HttpForms.DEPLOYMENT, apiId);
    }

    Drawer<PathRoutes> paths(String apiId) {
        return cabinet.drawer(PathRoutes.KIND, apiId);
    }

    Drawer<Target> targets(String apiId) {
        return cabinet.drawer(Target.KIND, apiId);
    }

    Drawer<HttpSnapshot> snapshots(String apiId) {
        return cabinet.drawer(HttpSnapshot.KIND, apiId);
    }

    /** The routes of one API, to be changed. */
    ApiRoutes routesOf(String apiId) {
        return new ApiRoutes(this, apiId);
    }

    /** The API, or AWS's refusal of an id that names none. */
    Api api(String apiId) {
        return apis().find(apiId).orElseThrow(() -> cabinet.noApi(apiId));
    }

    /** The integration, or AWS's refusal. */
    Integration integration(String apiId, String integrationId) {
        api(apiId);
        return integrations(apiId)
                .find(integrationId)
                .orElseThrow(
                        () ->
                                notFound(
                                        "Invalid Integration identifier specified "
                                                + integrationId));
    }

    /** The route, or AWS's refusal. */
    Route route(String apiId, String routeId) {
        api(apiId);
        return routes(apiId)
                .find(routeId)
                .orElseThrow(() -> notFound("Invalid Route identifier specified " + routeId));
    }

    /** The stage, or AWS's refusal. */
    Stage stage(String apiId, String name) {
        api(apiId);
        return stages(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The deployment, or AWS's refusal. */
    Deployment deployment(String apiId, String deploymentId) {
        api(apiId);
        return deployments(apiId)
                .find(deploymentId)
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }
}
