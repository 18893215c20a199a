package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateStageRequest;
import dev.gatehouse.aws.apigatewayv2.CreateStageResponse;
import dev.gatehouse.aws.apigatewayv2.DeleteStageRequest;
import dev.gatehouse.aws.apigatewayv2.GetStageRequest;
import dev.gatehouse.aws.apigatewayv2.GetStageResponse;
import dev.gatehouse.aws.apigatewayv2.GetStagesRequest;
import dev.gatehouse.aws.apigatewayv2.GetStagesResponse;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.UpdateStageRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateStageResponse;
import dev.gatehouse.gateway.apigatewayv2.deployment.AutoDeployment;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on the stages of an HTTP API. */
final class HttpStageOperations {
    private final HttpTransactions transactions;

    HttpStageOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    CreateStageResponse create(RequestContext context, CreateStageRequest request) {
        String apiId = request.apiId();
        String name = request.stageName();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    Stage fresh = HttpStageRules.fresh(name, transactions.now()).build();
                    Stage wanted = HttpTypes.STAGE.from(fresh, request);
                    HttpStageRules.check(wanted);
                    requireRoutes(repositories, apiId, request.routeSettings());
                    if (repositories.stages(apiId).find(name).isPresent()) {
                        throw conflict("Stage already exists");
                    }
                    int present = repositories.stages(apiId).count();
                    if (present >= transactions.limits().stages()) {
                        throw limitExceeded(
                                "Maximum number of Stages for this API has been reached");
                    }
                    if (follows(wanted) && wanted.deploymentId() != null) {
                        throw deploymentOfFollower();
                    }
                    return Outputs.of(ApiGatewayV2.CREATE_STAGE, put(repositories, apiId, wanted));
                });
    }

    /** Rejects settings for routes that are not there. */
    private static void requireRoutes(
            HttpRepositories repositories,
            String apiId,
            @Nullable Map<String, RouteSettings> settings) {
        if (settings == null || settings.isEmpty()) {
            return;
        }
        List<String> present =
                repositories.routes(apiId).all().stream()
                        .map(route -> String.valueOf(route.routeKey()))
                        .toList();
        for (String routeKey : settings.keySet()) {
            if (!present.contains(routeKey)) {
                throw notFound(
                        "Unable to find Route by key %s within the provided RouteSettings"
                                .formatted(routeKey));
            }
        }
    }

    private static boolean follows(Stage stage) {
        return Boolean.TRUE.equals(stage.autoDeploy());
    }

    private static ServiceException deploymentOfFollower() {
        return badRequest("Deployment ID cannot be set on stages that have autoDeploy enabled");
    }

    /** Keeps a stage: one that follows its API deploys it, any other needs a snapshot to serve. */
    private Stage put(HttpRepositories repositories, String apiId, Stage stage) {
        if (follows(stage)) {
            return AutoDeployment.first(repositories, apiId, stage, transactions.now());
        }
        String deployment = stage.deploymentId();
        if (deployment != null) {
            repositories.deployment(apiId, deployment);
            AutoDeployment.pin(repositories, apiId, deployment);
        }
        return repositories.stages(apiId).put(String.valueOf(stage.stageName()), stage);
    }

    GetStageResponse get(RequestContext context, GetStageRequest request) {
        return transactions.call(
                context,
                repositories ->
                        Outputs.of(
                                ApiGatewayV2.GET_STAGE,
                                repositories.stage(request.apiId(), request.stageName())));
    }

    GetStagesResponse list(RequestContext context, GetStagesRequest request) {
        String apiId = request.apiId();
        int limit = Outputs.pageLength(request.maxResults());
        Page<Stage> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.stages(apiId).page(request.nextToken(), limit);
                        });
        return GetStagesResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateStageResponse update(RequestContext context, UpdateStageRequest request) {
        String apiId = request.apiId();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    Stage present = repositories.stage(apiId, request.stageName());
                    Stage changed =
                            HttpStageRules.withDefaults(
                                            Updates.merge(HttpTypes.STAGE, present, request))
                                    .lastUpdatedDate(transactions.now())
                                    .build();
                    HttpStageRules.check(changed);
                    requireRoutes(repositories, apiId, request.routeSettings());
                    boolean pointed =
                            request.deploymentId() != null
                                    && !request.deploymentId().equals(present.deploymentId());
                    if (follows(changed) && pointed) {
                        throw deploymentOfFollower();
                    }
                    return Outputs.of(ApiGatewayV2.UPDATE_STAGE, put(repositories, apiId, changed));
                });
    }

    Empty delete(RequestContext context, DeleteStageRequest request) {
        String apiId = request.apiId();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    Stage stage = repositories.stage(apiId, request.stageName());
                    repositories.stages(apiId).delete(request.stageName());
                    AutoDeployment.forget(repositories, apiId, stage.deploymentId());
                    return Empty.EMPTY;
                });
    }
}
