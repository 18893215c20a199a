package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.EndpointType;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
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
                if (stage.canary() != null) {
                    RestDeployment other = stage.canary().stage().deployment();
                    deployments.put(other.id(), other);
                }
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
            stages.put(
                    Objects.requireNonNull(stage.stageName()),
                    RestStages.compile(
                            stage,
                            id ->
                                    deployments.computeIfAbsent(
                                            id, made -> deployment(in, address.apiId(), made))));
        }
        boolean disabled = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new RestPlan(
                address, Objects.requireNonNull(api.name()), endpoint(api), disabled, stages);
    }

    /** An API without stages: what its tests are about. */
    static RestPlan draft(Repositories in, String apiId) {
        RestApi api = in.of(RestTypes.API).get(apiId);
        ApiAddress address = new ApiAddress(in.account(), in.region(), apiId);
        return new RestPlan(
                address, Objects.requireNonNull(api.name()), endpoint(api), false, Map.of());
    }

    private static EndpointType endpoint(RestApi api) {
        EndpointConfiguration endpoint = Objects.requireNonNull(api.endpointConfiguration());
        return EndpointType.valueOf(Objects.requireNonNull(endpoint.types()).getFirst());
    }

    private static RestDeployment deployment(Repositories in, String apiId, String id) {
        RestSnapshot snapshot = in.documents(RestSnapshot.KIND, apiId).find(id).orElseThrow();
        return RestCompiler.compile(id, snapshot);
    }
}
