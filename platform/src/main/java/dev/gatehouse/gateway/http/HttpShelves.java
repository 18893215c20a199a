package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.stored.Form;
import dev.gatehouse.gateway.stored.Shelf;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The HTTP APIs of one account and region as one transaction sees them. */
final class HttpShelves {
    private final Transaction transaction;
    private final Scope scope;

    HttpShelves(Transaction transaction, Scope scope) {
        this.transaction = transaction;
        this.scope = scope;
    }

    /** The id of a part of an API among the parts of its sort. */
    static String key(String apiId, String part) {
        return apiId + '/' + part;
    }

    Scope scope() {
        return scope;
    }

    Shelf<Api> apis() {
        return shelf(HttpForms.API);
    }

    Shelf<Integration> integrations() {
        return shelf(HttpForms.INTEGRATION);
    }

    Shelf<Route> routes() {
        return shelf(HttpForms.ROUTE);
    }

    Shelf<Stage> stages() {
        return shelf(HttpForms.STAGE);
    }

    Shelf<Deployment> deployments() {
        return shelf(HttpForms.DEPLOYMENT);
    }

    /** The routes of one API, to be changed. */
    ApiRoutes routesOf(String apiId) {
        return new ApiRoutes(this, apiId);
    }

    Documents<PathRoutes> paths() {
        return transaction.documents(PathRoutes.KIND);
    }

    Documents<Target> targets() {
        return transaction.documents(Target.KIND);
    }

    Documents<HttpSnapshot> snapshots() {
        return transaction.documents(HttpSnapshot.KIND);
    }

    /** The API, or AWS's refusal of an id that names none. */
    Api api(String apiId) {
        return apis().find(apiId)
                .orElseThrow(
                        () ->
                                notFound(
                                        "Invalid API identifier specified "
                                                + scope.account()
                                                + ':'
                                                + apiId));
    }

    /** The integration, or AWS's refusal. */
    Integration integration(String apiId, String integrationId) {
        api(apiId);
        return integrations()
                .find(key(apiId, integrationId))
                .orElseThrow(
                        () ->
                                notFound(
                                        "Invalid Integration identifier specified "
                                                + integrationId));
    }

    /** The route, or AWS's refusal. */
    Route route(String apiId, String routeId) {
        api(apiId);
        return routes().find(key(apiId, routeId))
                .orElseThrow(() -> notFound("Invalid Route identifier specified " + routeId));
    }

    /** The stage, or AWS's refusal. */
    Stage stage(String apiId, String name) {
        api(apiId);
        return stages().find(key(apiId, name))
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The deployment, or AWS's refusal. */
    Deployment deployment(String apiId, String deploymentId) {
        api(apiId);
        return deployments()
                .find(key(apiId, deploymentId))
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }

    private <T extends View> Shelf<T> shelf(Form<T> form) {
        return new Shelf<>(transaction, scope, form);
    }
}
