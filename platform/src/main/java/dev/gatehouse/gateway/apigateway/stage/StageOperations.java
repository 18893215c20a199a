package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateStageRequest;
import dev.gatehouse.aws.apigateway.DeleteStageRequest;
import dev.gatehouse.aws.apigateway.GetStageRequest;
import dev.gatehouse.aws.apigateway.GetStagesRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.Stages;
import dev.gatehouse.aws.apigateway.UpdateStageRequest;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Structures;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on stages: names under which deployments are served. */
public final class StageOperations {
    private final RestTransactions transactions;

    public StageOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Stage create(RequestContext context, CreateStageRequest request) {
        reject("canarySettings", request.canarySettings());
        reject("documentationVersion", request.documentationVersion());
        String apiId = request.restApiId();
        String name = request.stageName();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    if (repositories.stages(apiId).find(name).isPresent()) {
                        throw conflict("Stage already exists");
                    }
                    Stage fresh = StageRules.fresh(repositories, apiId, name, transactions).build();
                    Stage stage =
                            RestTypes.STAGE.from(fresh, request).toBuilder()
                                    .description(absentIfEmpty(request.description()))
                                    .build();
                    StageRules.check(repositories, apiId, stage);
                    repositories.stages(apiId).put(name, stage);
                    return StageRules.shown(stage);
                });
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return "".equals(text) ? null : text;
    }

    public Stage get(RequestContext context, GetStageRequest request) {
        return transactions.call(
                context,
                repositories ->
                        StageRules.shown(
                                repositories.stage(request.restApiId(), request.stageName())));
    }

    public Stages list(RequestContext context, GetStagesRequest request) {
        String apiId = request.restApiId();
        String deployment = request.deploymentId();
        List<Stage> stages =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.stages(apiId).all().stream()
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

    public Stage update(RequestContext context, UpdateStageRequest request) {
        String apiId = request.restApiId();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    Stage stage = repositories.stage(apiId, request.stageName());
                    Stage changed =
                            RestTypes.STAGE.read(
                                    StagePatch.apply(
                                            Structures.tree(stage.data()),
                                            Patches.changes(request.patchOperations())));
                    StageRules.check(repositories, apiId, changed);
                    Stage dated = changed.toBuilder().lastUpdatedDate(transactions.now()).build();
                    repositories.stages(apiId).put(request.stageName(), dated);
                    return StageRules.shown(dated);
                });
    }

    public Empty delete(RequestContext context, DeleteStageRequest request) {
        String apiId = request.restApiId();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    Stage stage = repositories.stage(apiId, request.stageName());
                    repositories.stages(apiId).delete(Objects.requireNonNull(stage.stageName()));
                    return Empty.EMPTY;
                });
    }
}
