package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.conflict;
import static dev.gatehouse.gateway.stored.Refusals.refuse;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateStageRequest;
import dev.gatehouse.aws.apigateway.DeleteStageRequest;
import dev.gatehouse.aws.apigateway.GetStageRequest;
import dev.gatehouse.aws.apigateway.GetStagesRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.Stages;
import dev.gatehouse.aws.apigateway.UpdateStageRequest;
import dev.gatehouse.gateway.stored.Structures;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on stages: names under which deployments are served. */
final class StageOperations {
    private final RestLibrary library;

    StageOperations(RestLibrary library) {
        this.library = library;
    }

    Stage create(RequestContext context, CreateStageRequest request) {
        refuse("canarySettings", request.canarySettings());
        refuse("documentationVersion", request.documentationVersion());
        String apiId = request.restApiId();
        String name = request.stageName();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    if (shelves.stages(apiId).find(name).isPresent()) {
                        throw conflict("Stage already exists");
                    }
                    Stage fresh = StageRules.fresh(shelves, apiId, name, library).build();
                    Stage stage =
                            RestForms.STAGE.from(fresh, request).toBuilder()
                                    .description(absentIfEmpty(request.description()))
                                    .build();
                    StageRules.check(shelves, apiId, stage);
                    shelves.stages(apiId).put(name, stage);
                    return StageRules.shown(stage);
                });
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return "".equals(text) ? null : text;
    }

    Stage get(RequestContext context, GetStageRequest request) {
        return library.call(
                context,
                shelves ->
                        StageRules.shown(shelves.stage(request.restApiId(), request.stageName())));
    }

    Stages list(RequestContext context, GetStagesRequest request) {
        String apiId = request.restApiId();
        String deployment = request.deploymentId();
        List<Stage> stages =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.stages(apiId).all().stream()
                                    .filter(
                                            stage ->
                                                    deployment == null
                                                            || deployment.equals(
                                                                    stage.deploymentId()))
                                    .map(StageRules::shown)
                                    .toList();
                        });
        return Stages.builder().item(stages).build();
    }

    Stage update(RequestContext context, UpdateStageRequest request) {
        String apiId = request.restApiId();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    Stage stage = shelves.stage(apiId, request.stageName());
                    Stage changed =
                            RestForms.STAGE.read(
                                    StagePatch.apply(
                                            Structures.tree(stage.data()),
                                            Patches.changes(request.patchOperations())));
                    StageRules.check(shelves, apiId, changed);
                    Stage dated = changed.toBuilder().lastUpdatedDate(library.now()).build();
                    shelves.stages(apiId).put(request.stageName(), dated);
                    return StageRules.shown(dated);
                });
    }

    Empty delete(RequestContext context, DeleteStageRequest request) {
        String apiId = request.restApiId();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    Stage stage = shelves.stage(apiId, request.stageName());
                    shelves.stages(apiId).delete(Objects.requireNonNull(stage.stageName()));
                    return Empty.EMPTY;
                });
    }
}
