package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateStageRequest;
import dev.gatehouse.aws.apigateway.GetStagesRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.Stages;
import dev.gatehouse.aws.apigateway.UpdateStageRequest;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.Structures;
import dev.gatehouse.gateway.resource.Writing;
import java.util.function.Predicate;

/** The operations on stages: names under which deployments are served. */
public final class StageOperations {
    private StageOperations() {}

    /**
     * @param deletion how stages are deleted
     */
    public static void addTo(
            Resources service,
            RestLimits limits,
            Predicate<String> served,
            Writing<Stage> deletion) {
        service.on(ApiGateway.GET_STAGES, StageOperations::list)
                .of(RestTypes.STAGE)
                .get(ApiGateway.GET_STAGE)
                .publishing()
                .create(
                        ApiGateway.CREATE_STAGE,
                        (in, request) -> create(in, request, limits, served))
                .update(
                        ApiGateway.UPDATE_STAGE,
                        (in, stage, request) -> update(in, stage, request, served))
                .update(
                        ApiGateway.FLUSH_STAGE_AUTHORIZERS_CACHE,
                        (in, stage, _) -> flushed(in, stage))
                .update(ApiGateway.FLUSH_STAGE_CACHE, (in, stage, _) -> flushed(in, stage))
                .writing(deletion)
                .delete(
                        ApiGateway.DELETE_STAGE,
                        (in, _, request) ->
                                Mappings.requireNone(
                                        in, request.restApiId(), request.stageName(), "RestApi"));
    }

    /** By its date a stage is another than before, in every node. */
    private static Stage flushed(Repositories in, Stage stage) {
        return stage.toBuilder().lastUpdatedDate(in.instant()).build();
    }

    private static Stage create(
            Repositories in,
            CreateStageRequest request,
            RestLimits limits,
            Predicate<String> served) {
        String name = request.stageName();
        Repository<Stage> stages = in.of(RestTypes.STAGE, request.restApiId());
        if (stages.find(name).isPresent()) {
            throw conflict("Stage already exists");
        }
        Stage fresh = StageRules.fresh(stages, name, in.now(), limits).build();
        String description = request.description();
        Stage stage =
                StageRules.withDefaults(
                        RestTypes.STAGE.from(fresh, request).toBuilder()
                                .description("".equals(description) ? null : description)
                                .build());
        StageRules.check(in, request.restApiId(), stage, served);
        return stage;
    }

    /** Stages are so few that AWS lists them without pages. */
    private static Stages list(Repositories in, GetStagesRequest request) {
        String deployment = request.deploymentId();
        in.of(RestTypes.API).get(request.restApiId());
        return Stages.builder()
                .item(
                        in.of(RestTypes.STAGE, request.restApiId()).all().stream()
                                .filter(
                                        stage ->
                                                deployment == null
                                                        || deployment.equals(stage.deploymentId()))
                                .toList())
                .build();
    }

    private static Stage update(
            Repositories in, Stage stage, UpdateStageRequest request, Predicate<String> served) {
        Stage changed =
                StageRules.withDefaults(
                        RestTypes.STAGE.read(
                                StagePatch.apply(
                                        Structures.tree(stage.data()),
                                        Patches.changes(request.patchOperations()))));
        StageRules.check(in, request.restApiId(), changed, served);
        return changed.toBuilder().lastUpdatedDate(in.now()).build();
    }
}
