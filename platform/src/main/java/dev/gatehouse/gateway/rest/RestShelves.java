package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.stored.Form;
import dev.gatehouse.gateway.stored.Shelf;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The REST APIs of one account and region as one transaction sees them. */
final class RestShelves {
    private final Transaction transaction;
    private final Scope scope;

    RestShelves(Transaction transaction, Scope scope) {
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

    Shelf<RestApi> apis() {
        return shelf(RestForms.API);
    }

    Shelf<Resource> resources() {
        return shelf(RestForms.RESOURCE);
    }

    Documents<Place> places() {
        return transaction.documents(Place.KIND);
    }

    Shelf<Deployment> deployments() {
        return shelf(RestForms.DEPLOYMENT);
    }

    Documents<RestSnapshot> snapshots() {
        return transaction.documents(RestSnapshot.KIND);
    }

    Shelf<Stage> stages() {
        return shelf(RestForms.STAGE);
    }

    Shelf<Model> models() {
        return shelf(RestForms.MODEL);
    }

    Shelf<GatewayResponse> gatewayResponses() {
        return shelf(RestForms.GATEWAY_RESPONSE);
    }

    Shelf<Account> accounts() {
        return shelf(RestForms.ACCOUNT);
    }

    /** The API, or AWS's refusal of an id that names none. */
    RestApi api(String apiId) {
        return apis().find(apiId)
                .orElseThrow(
                        () ->
                                notFound(
                                        "Invalid API identifier specified "
                                                + scope.account()
                                                + ':'
                                                + apiId));
    }

    /** The resource, or AWS's refusal; an API that is not there has no resources. */
    Resource resource(String apiId, String resourceId) {
        return resources()
                .find(key(apiId, resourceId))
                .orElseThrow(() -> notFound("Invalid Resource identifier specified"));
    }

    /** The deployment, or AWS's refusal. */
    Deployment deployment(String apiId, String deploymentId) {
        return deployments()
                .find(key(apiId, deploymentId))
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }

    /** The stage, or AWS's refusal. */
    Stage stage(String apiId, String name) {
        return stages().find(key(apiId, name))
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The model, or AWS's refusal. */
    Model model(String apiId, String name) {
        return models().find(key(apiId, name))
                .orElseThrow(() -> notFound("Invalid model name specified: " + name));
    }

    private <T extends View> Shelf<T> shelf(Form<T> form) {
        return new Shelf<>(transaction, scope, form);
    }
}
