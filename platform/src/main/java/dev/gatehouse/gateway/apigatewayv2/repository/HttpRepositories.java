package dev.gatehouse.gateway.apigatewayv2.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;

/** The HTTP APIs of one account and region as one transaction sees them. */
public final class HttpRepositories {
    private final Repositories repositories;

    public HttpRepositories(Transaction transaction, Scope scope) {
        this.repositories = new Repositories(transaction, scope);
    }

    public AccountId account() {
        return repositories.account();
    }

    public Repository<Api> apis() {
        return repositories.repository(HttpTypes.API);
    }

    public Repository<Integration> integrations(String apiId) {
        return repositories.repository(HttpTypes.INTEGRATION, apiId);
    }

    public Repository<Route> routes(String apiId) {
        return repositories.repository(HttpTypes.ROUTE, apiId);
    }

    public Repository<Stage> stages(String apiId) {
        return repositories.repository(HttpTypes.STAGE, apiId);
    }

    public Repository<Deployment> deployments(String apiId) {
        return repositories.repository(HttpTypes.DEPLOYMENT, apiId);
    }

    public ApiDocuments<PathEntry> paths(String apiId) {
        return repositories.documents(PathEntry.KIND, apiId);
    }

    public ApiDocuments<TargetEntry> targets(String apiId) {
        return repositories.documents(TargetEntry.KIND, apiId);
    }

    public ApiDocuments<HttpSnapshot> snapshots(String apiId) {
        return repositories.documents(HttpSnapshot.KIND, apiId);
    }

    /** The routes of one API, to be changed. */
    public ApiRoutes routesOf(String apiId) {
        return new ApiRoutes(this, apiId);
    }

    /** The API, or AWS's error for an id that names none. */
    public Api api(String apiId) {
        return apis().find(apiId).orElseThrow(() -> repositories.noApi(apiId));
    }

    /** The integration, or AWS's rejection. */
    public Integration integration(String apiId, String integrationId) {
        api(apiId);
        return integrations(apiId)
                .find(integrationId)
                .orElseThrow(
                        () ->
                                notFound(
                                        "Invalid Integration identifier specified "
                                                + integrationId));
    }

    /** The route, or AWS's rejection. */
    public Route route(String apiId, String routeId) {
        api(apiId);
        return routes(apiId)
                .find(routeId)
                .orElseThrow(() -> notFound("Invalid Route identifier specified " + routeId));
    }

    /** The stage, or AWS's rejection. */
    public Stage stage(String apiId, String name) {
        api(apiId);
        return stages(apiId)
                .find(name)
                .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    }

    /** The deployment, or AWS's rejection. */
    public Deployment deployment(String apiId, String deploymentId) {
        api(apiId);
        return deployments(apiId)
                .find(deploymentId)
                .orElseThrow(() -> notFound("Invalid Deployment identifier specified"));
    }
}
