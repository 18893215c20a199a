package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the automatic deployment of one change did.
 *
 * @param former what the stages that follow the API served before: deployment ids by stage name, at
 *     least one
 * @param deploymentId what all of them serve now
 */
record Redeployment(Map<String, String> former, String deploymentId) {
    Redeployment {
        former = Map.copyOf(former);
    }

    /**
     * The plan that follows {@code present}, or empty when that is not of the state just before:
     * another node wrote in between.
     */
    Optional<HttpPlan> applyTo(HttpPlan present, Effect.OnRoutes effect) {
        HttpDeployment next = null;
        Map<String, HttpStage> stages = new HashMap<>(present.stages());
        for (Map.Entry<String, String> follower : former.entrySet()) {
            HttpStage stage = stages.get(follower.getKey());
            HttpDeployment served = stage == null ? null : stage.deployment();
            if (stage == null || served == null || !served.id().equals(follower.getValue())) {
                return Optional.empty();
            }
            // All followers serve the API as it was, so one table does for all.
            next = Objects.requireNonNullElseGet(next, () -> next(served, effect));
            stages.put(stage.name(), stage.with(next));
        }
        return Optional.of(
                new HttpPlan(present.address(), present.executeApiEndpointDisabled(), stages));
    }

    private HttpDeployment next(HttpDeployment served, Effect.OnRoutes effect) {
        return new HttpDeployment(deploymentId, effect.applyTo(served.routes()), served.cors());
    }
}
