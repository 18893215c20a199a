package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.apigateway.repository.RestRepositories;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Puts what is stored of REST APIs in force in the data plane. */
final class RestPublisher {
    private final Store store;
    private final PlanTable plans;

    /** Held while reading and publishing, so that an older state never replaces a newer one. */
    private final ReentrantLock order = new ReentrantLock();

    RestPublisher(Store store, PlanTable plans) {
        this.store = store;
        this.plans = plans;
    }

    /** Puts an API in force as it is stored now; one that is not stored goes out of service. */
    void publish(Scope scope, String apiId) {
        ApiAddress address = new ApiAddress(scope.account(), scope.region(), apiId);
        order.lock();
        try {
            Optional<RestPlan> plan =
                    store.transact(
                            transaction ->
                                    plan(
                                            new RestRepositories(transaction, scope),
                                            address,
                                            served(address)));
            plan.ifPresentOrElse(plans::publish, () -> plans.remove(address));
        } finally {
            order.unlock();
        }
    }

    /** Puts all stored APIs in force: what a starting node does. */
    void publishAll() {
        Map<String, Scope> scopes = new HashMap<>();
        store.documents(RestTypes.API.kind())
                .forEach((scope, stored) -> scopes.put(stored.id(), scope));
        List<RestPlan> all = new ArrayList<>();
        scopes.forEach(
                (apiId, scope) ->
                        store.transact(
                                        transaction ->
                                                plan(
                                                        new RestRepositories(transaction, scope),
                                                        address(scope, apiId),
                                                        Map.of()))
                                .ifPresent(all::add));
        plans.publishAll(all);
    }

    private static ApiAddress address(Scope scope, String apiId) {
        return new ApiAddress(scope.account(), scope.region(), apiId);
    }

    /** The deployments that are compiled already: a deployment never changes. */
    private Map<String, RestDeployment> served(ApiAddress address) {
        Map<String, RestDeployment> served = new HashMap<>();
        if (plans.find(address.apiId()) instanceof RestPlan plan
                && plan.address().equals(address)) {
            for (RestStage stage : plan.stages().values()) {
                served.put(stage.deployment().id(), stage.deployment());
            }
        }
        return served;
    }

    private static Optional<RestPlan> plan(
            RestRepositories repositories, ApiAddress address, Map<String, RestDeployment> served) {
        Optional<RestApi> api = repositories.apis().find(address.apiId());
        if (api.isEmpty()) {
            return Optional.empty();
        }
        Map<String, RestDeployment> deployments = new HashMap<>(served);
        Map<String, RestStage> stages = new HashMap<>();
        for (Stage stage : repositories.stages(address.apiId()).all()) {
            String deploymentId = Objects.requireNonNull(stage.deploymentId());
            RestDeployment deployment =
                    deployments.computeIfAbsent(
                            deploymentId, id -> deployment(repositories, address.apiId(), id));
            String name = Objects.requireNonNull(stage.stageName());
            Map<String, String> variables = Objects.requireNonNullElse(stage.variables(), Map.of());
            stages.put(name, new RestStage(name, variables, deployment));
        }
        boolean disabled = Boolean.TRUE.equals(api.get().disableExecuteApiEndpoint());
        return Optional.of(new RestPlan(address, disabled, stages));
    }

    private static RestDeployment deployment(
            RestRepositories repositories, String apiId, String id) {
        return RestCompiler.compile(id, repositories.snapshots(apiId).find(id).orElseThrow());
    }
}
