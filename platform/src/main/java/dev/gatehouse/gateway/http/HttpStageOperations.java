package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.conflict;
import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;
import static dev.gatehouse.gateway.stored.Refusals.notFound;

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
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on the stages of an HTTP API. */
final class HttpStageOperations {
    private final HttpLibrary library;

    HttpStageOperations(HttpLibrary library) {
        this.library = library;
    }

    CreateStageResponse create(RequestContext context, CreateStageRequest request) {
        String apiId = request.apiId();
        String name = request.stageName();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    Stage fresh = HttpStageRules.fresh(name, library.now()).build();
                    Stage wanted = HttpForms.STAGE.from(fresh, request);
                    HttpStageRules.check(wanted);
                    requireRoutes(shelves, apiId, request.routeSettings());
                    if (shelves.stages(apiId).find(name).isPresent()) {
                        throw conflict("Stage already exists");
                    }
                    int present = shelves.stages(apiId).count();
                    if (present >= library.limits().stages()) {
                        throw limitExceeded(
                                "Maximum number of Stages for this API has been reached");
                    }
                    if (follows(wanted) && wanted.deploymentId() != null) {
                        throw deploymentOfFollower();
                    }
                    return Answers.of(ApiGatewayV2.CREATE_STAGE, put(shelves, apiId, wanted));
                });
    }

    /** Refuses settings for routes that are not there. */
    private static void requireRoutes(
            HttpShelves shelves, String apiId, @Nullable Map<String, RouteSettings> settings) {
        if (settings == null || settings.isEmpty()) {
            return;
        }
        List<String> present =
                shelves.routes(apiId).all().stream()
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
    private Stage put(HttpShelves shelves, String apiId, Stage stage) {
        if (follows(stage)) {
            return AutoDeployment.first(shelves, apiId, stage, library.now());
        }
        String deployment = stage.deploymentId();
        if (deployment != null) {
            shelves.deployment(apiId, deployment);
            AutoDeployment.pin(shelves, apiId, deployment);
        }
        return shelves.stages(apiId).put(String.valueOf(stage.stageName()), stage);
    }

    GetStageResponse get(RequestContext context, GetStageRequest request) {
        return library.call(
                context,
                shelves ->
                        Answers.of(
                                ApiGatewayV2.GET_STAGE,
                                shelves.stage(request.apiId(), request.stageName())));
    }

    GetStagesResponse list(RequestContext context, GetStagesRequest request) {
        String apiId = request.apiId();
        int limit = Answers.pageLength(request.maxResults());
        Page<Stage> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.stages(apiId).page(request.nextToken(), limit);
                        });
        return GetStagesResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateStageResponse update(RequestContext context, UpdateStageRequest request) {
        String apiId = request.apiId();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    Stage present = shelves.stage(apiId, request.stageName());
                    Stage changed =
                            HttpStageRules.withDefaults(
                                            Updates.merge(HttpForms.STAGE, present, request))
                                    .lastUpdatedDate(library.now())
                                    .build();
                    HttpStageRules.check(changed);
                    requireRoutes(shelves, apiId, request.routeSettings());
                    boolean pointed =
                            request.deploymentId() != null
                                    && !request.deploymentId().equals(present.deploymentId());
                    if (follows(changed) && pointed) {
                        throw deploymentOfFollower();
                    }
                    return Answers.of(ApiGatewayV2.UPDATE_STAGE, put(shelves, apiId, changed));
                });
    }

    Empty delete(RequestContext context, DeleteStageRequest request) {
        String apiId = request.apiId();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    Stage stage = shelves.stage(apiId, request.stageName());
                    shelves.stages(apiId).delete(request.stageName());
                    AutoDeployment.forget(shelves, apiId, stage.deploymentId());
                    return Empty.EMPTY;
                });
    }
}
