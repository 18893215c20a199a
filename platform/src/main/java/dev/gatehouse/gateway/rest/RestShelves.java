package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.notFound;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.stored.Cabinet;
import dev.gatehouse.gateway.stored.Drawer;
import dev.gatehouse.gateway.stored.Shelf;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The REST APIs of one account and region as one transaction sees them. */
final class RestShelves {
    private final Cabinet cabinet;

    RestShelves(Transaction transaction, Scope scope) {
        this.cabinet = new Cabinet(transaction, scope);
    }

    Shelf<RestApi> apis() {
        return cabinet.shelf(RestForms.API);
    }

    Shelf<Account> accounts() {
        return cabinet.shelf(RestForms.ACCOUNT);
    }

    Shelf<Resource> resources(String apiId) {
        return cabinet.shelf(RestForms.RESOURCE, apiId);
    }

    Shelf<Deployment> deployments(String apiId) {
        return cabinet.shelf(RestForms.DEPLOYMENT, apiId);
    }

    Shelf<Stage> stages(String apiId) {
        return cabinet.shelf(RestForms.STAGE, apiId);
    }

    Shelf<Model> models(String apiId) {
        return cabinet.shelf(RestForms.MODEL, apiId);
    }

    Shelf<GatewayResponse> gatewayResponses(String apiId) {
        return cabinet.shelf(RestForms.GATEWAY_RESPONSE, apiId);
    }

    Drawer<Place> places(String apiId) {
        return cabinet.drawer(Place.KIND, apiId);
    }

    Drawer<RestSnapshot> snapshots(String apiId) {
        return cabinet.drawer(RestSnapshot.KIND, apiId);
    }

    /** The API, or AWS's refusal of an id that names none. */
    RestApi api(String apiId) {
        return apis().find(apiId).orElseThrow(() -> cabinet.noApi(apiId));
    }

    /** The resource, or AWS's refusal; an API that is not there has no resources. */
    Resource resource(String apiId, String resourceId) {
        return resources(apiId)
                .find(resourceId)
                .orElseThrow(() -> notFound("Invalid Resource identifier specified"));
    }

    /** The deployment, or AWS's refusal. */
    Deployment deployment(String apiId, String deploymentId) {
        return deployments(apiId)
                .find(deploymentId)
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }

    /** The stage, or AWS's refusal. */
    Stage stage(String apiId, String name) {
        return stages(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The model, or AWS's refusal. */
    Model model(String apiId, String name) {
        return models(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid model name specified: " + name));
    }
}
