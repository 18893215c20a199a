package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.WebSocketDeployment;
import dev.gatehouse.gateway.plan.WebSocketPlan;
import dev.gatehouse.gateway.plan.WebSocketStage;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a WebSocket API of what is stored of it. */
final class WebSocketPlans {
    private WebSocketPlans() {}

    static WebSocketPlan plan(
            Repositories in, ApiAddress address, Api api, @Nullable ApiPlan served) {
        Map<String, WebSocketDeployment> deployments = deployments(served);
        Map<String, WebSocketStage> stages = new HashMap<>();
        for (Stage stage : in.of(HttpTypes.STAGE, address.apiId()).all()) {
            String name = Objects.requireNonNull(stage.stageName());
            stages.put(
                    name,
                    new WebSocketStage(
                            name,
                            Objects.requireNonNullElse(stage.stageVariables(), Map.of()),
                            HttpPlans.accessLog(stage),
                            String.valueOf(stage.lastUpdatedDate()),
                            deployment(in, address, stage, deployments),
                            HttpPlans.routes(stage),
                            certificate(stage)));
        }
        boolean disabled = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new WebSocketPlan(address, disabled, stages);
    }

    private static @Nullable String certificate(Stage stage) {
        String id = stage.clientCertificateId();
        return id == null || id.isEmpty() ? null : id;
    }

    private static @Nullable WebSocketDeployment deployment(
            Repositories in,
            ApiAddress address,
            Stage stage,
            Map<String, WebSocketDeployment> known) {
        String id = stage.deploymentId();
        return id == null
                ? null
                : known.computeIfAbsent(
                        id,
                        _ ->
                                WebSocketCompiler.compile(
                                        address.apiId(),
                                        id,
                                        HttpPlans.snapshot(in, address.apiId(), stage, id)));
    }

    /** Those that are served already, which never change. */
    private static Map<String, WebSocketDeployment> deployments(@Nullable ApiPlan served) {
        Map<String, WebSocketDeployment> deployments = new HashMap<>();
        if (served instanceof WebSocketPlan plan) {
            for (WebSocketStage stage : plan.stages().values()) {
                WebSocketDeployment deployment = stage.deployment();
                if (deployment != null) {
                    deployments.put(deployment.id(), deployment);
                }
            }
        }
        return deployments;
    }
}
