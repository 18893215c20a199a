package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.CanarySettings;
import dev.gatehouse.aws.apigateway.DeploymentCanarySettings;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.patch.PatchChange;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.StageVariables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The canary of a stage: a deployment that a part of the requests go to, until it is promoted by
 * copies of its parts (API Gateway Developer Guide, "Promote a canary release").
 */
final class CanaryRules {
    private static final String CANARY = "canarySettings";
    private static final String DEPLOYMENT = "/canarySettings/deploymentId";
    private static final String OVERRIDES = "/canarySettings/stageVariableOverrides";
    private static final double ALL = 100;

    private CanaryRules() {}

    /** The stage with AWS's defaults for what its canary does not say. */
    static Stage withDefaults(Stage stage) {
        CanarySettings canary = stage.canarySettings();
        return canary == null
                ? stage
                : stage.toBuilder()
                        .canarySettings(
                                canary.toBuilder()
                                        .deploymentId(
                                                Objects.requireNonNullElse(
                                                        canary.deploymentId(),
                                                        stage.deploymentId()))
                                        .percentTraffic(
                                                Objects.requireNonNullElse(
                                                        canary.percentTraffic(), 0.0))
                                        .useStageCache(Boolean.TRUE.equals(canary.useStageCache()))
                                        .build())
                        .build();
    }

    /** The canary that a deployment makes of itself. */
    static CanarySettings of(DeploymentCanarySettings asked, String deploymentId) {
        return CanarySettings.builder()
                .deploymentId(deploymentId)
                .percentTraffic(Objects.requireNonNullElse(asked.percentTraffic(), 0.0))
                .stageVariableOverrides(asked.stageVariableOverrides())
                .useStageCache(Boolean.TRUE.equals(asked.useStageCache()))
                .build();
    }

    /** Rejects a canary of a deployment that is not there. */
    static void requireDeployment(Repositories in, String apiId, @Nullable CanarySettings canary) {
        if (canary != null
                && in.of(RestTypes.DEPLOYMENT, apiId)
                        .find(Objects.requireNonNullElse(canary.deploymentId(), ""))
                        .isEmpty()) {
            throw badRequest("Deployment id does not exist");
        }
    }

    /** Rejects what AWS rejects. */
    static void check(@Nullable CanarySettings canary) {
        if (canary == null) {
            return;
        }
        double percent = Objects.requireNonNullElse(canary.percentTraffic(), 0.0);
        if (percent < 0 || percent > ALL) {
            throw badRequest("Percent traffic must be between 0.0 and 100.0");
        }
        StageVariables.check(Objects.requireNonNullElse(canary.stageVariableOverrides(), Map.of()));
    }

    /** A copy of a PATCH: the canary's deployment or variables become the stage's. */
    static Map<String, Object> promote(Map<String, Object> stage, PatchChange change) {
        if (!(stage.get(CANARY) instanceof Map<?, ?> canary)) {
            throw badRequest("Promotion not available. Canary does not exist.");
        }
        Map<String, Object> promoted = new LinkedHashMap<>(stage);
        String path = String.valueOf(change.path());
        if (DEPLOYMENT.equals(change.from()) && path.equals("/deploymentId")) {
            promoted.put("deploymentId", String.valueOf(canary.get("deploymentId")));
        } else if (OVERRIDES.equals(change.from()) && path.equals("/variables")) {
            promoted.put("variables", merged(stage.get("variables"), canary));
        } else {
            throw badRequest(
                    "Invalid copy operation: from '%s' to '%s'".formatted(change.from(), path));
        }
        return promoted;
    }

    private static Map<String, Object> merged(@Nullable Object variables, Map<?, ?> canary) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Object source : new Object[] {variables, canary.get("stageVariableOverrides")}) {
            if (source instanceof Map<?, ?> map) {
                map.forEach((name, value) -> merged.put((String) name, String.valueOf(value)));
            }
        }
        return merged;
    }
}
