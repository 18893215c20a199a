package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.MethodSetting;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.usage.MethodSettings;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a REST API of what is stored of it. */
final class RestPlans {
    private RestPlans() {}

    /**
     * @param served what the data plane serves of the API now
     * @return empty when the API is not stored
     */
    static Optional<ApiPlan> compile(
            Repositories in, ApiAddress address, @Nullable ApiPlan served) {
        return in.of(RestTypes.API)
                .find(address.apiId())
                .map(api -> plan(in, address, api, deployments(served)));
    }

    private static Map<String, RestDeployment> deployments(@Nullable ApiPlan served) {
        Map<String, RestDeployment> deployments = new HashMap<>();
        if (served instanceof RestPlan plan) {
            for (RestStage stage : plan.stages().values()) {
                deployments.put(stage.deployment().id(), stage.deployment());
            }
        }
        return deployments;
    }

    private static RestPlan plan(
            Repositories in,
            ApiAddress address,
            RestApi api,
            Map<String, RestDeployment> deployments) {
        Map<String, RestStage> stages = new HashMap<>();
        for (Stage stage : in.of(RestTypes.STAGE, address.apiId()).all()) {
            RestDeployment deployment =
                    deployments.computeIfAbsent(
                            Objects.requireNonNull(stage.deploymentId()),
                            id -> deployment(in, address.apiId(), id));
            String name = Objects.requireNonNull(stage.stageName());
            Map<String, String> variables = Objects.requireNonNullElse(stage.variables(), Map.of());
            String cache = String.valueOf(stage.lastUpdatedDate());
            stages.put(name, new RestStage(name, variables, cache, deployment, settings(stage)));
        }
        boolean disabled = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new RestPlan(address, disabled, stages);
    }

    private static Map<String, MethodSettings> settings(Stage stage) {
        Map<String, MethodSettings> settings = new HashMap<>();
        Objects.requireNonNullElse(stage.methodSettings(), Map.<String, MethodSetting>of())
                .forEach(
                        (method, each) ->
                                settings.put(
                                        method.replace("~1", "/").replace("~0", "~"),
                                        new MethodSettings(
                                                RateLimit.of(
                                                        each.throttlingRateLimit(),
                                                        each.throttlingBurstLimit()))));
        return settings;
    }

    private static RestDeployment deployment(Repositories in, String apiId, String id) {
        RestSnapshot snapshot = in.documents(RestSnapshot.KIND, apiId).find(id).orElseThrow();
        return RestCompiler.compile(id, snapshot);
    }
}
