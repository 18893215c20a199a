package dev.gatehouse.gateway.apigateway.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The REST APIs of one account and region as one transaction sees them. */
public final class RestRepositories {
    private final Repositories repositories;

    public RestRepositories(Transaction transaction, Scope scope) {
        this.repositories = new Repositories(transaction, scope);
    }

    public Repository<RestApi> apis() {
        return repositories.repository(RestTypes.API);
    }

    public Repository<Account> accounts() {
        return repositories.repository(RestTypes.ACCOUNT);
    }

    public Repository<Resource> resources(String apiId) {
        return repositories.repository(RestTypes.RESOURCE, apiId);
    }

    public Repository<Deployment> deployments(String apiId) {
        return repositories.repository(RestTypes.DEPLOYMENT, apiId);
    }

    public Repository<Stage> stages(String apiId) {
        return repositories.repository(RestTypes.STAGE, apiId);
    }

    public Repository<Model> models(String apiId) {
        return repositories.repository(RestTypes.MODEL, apiId);
    }

    public Repository<GatewayResponse> gatewayResponses(String apiId) {
        return repositories.repository(RestTypes.GATEWAY_RESPONSE, apiId);
    }

    public ApiDocuments<PathEntry> paths(String apiId) {
        return repositories.documents(PathEntry.KIND, apiId);
    }

    public ApiDocuments<CreationEntry> creations(String apiId) {
        return repositories.documents(CreationEntry.KIND, apiId);
    }

    public ApiDocuments<RestSnapshot> snapshots(String apiId) {
        return repositories.documents(RestSnapshot.KIND, apiId);
    }

    /** The API, or AWS's error for an id that names none. */
    public RestApi api(String apiId) {
        return apis().find(apiId).orElseThrow(() -> repositories.noApi(apiId));
    }

    /** The resource, or AWS's rejection; an API that is not there has no resources. */
    public Resource resource(String apiId, String resourceId) {
        return resources(apiId)
                .find(resourceId)
                .orElseThrow(() -> notFound("Invalid Resource identifier specified"));
    }

    /** The deployment, or AWS's rejection. */
    public Deployment deployment(String apiId, String deploymentId) {
        return deployments(apiId)
                .find(deploymentId)
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }

    /** The stage, or AWS's rejection. */
    public Stage stage(String apiId, String name) {
        return stages(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The model, or AWS's rejection. */
    public Model model(String apiId, String name) {
        return models(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid model name specified: " + name));
    }
}
