package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.http.HttpShelves.key;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Puts what is stored of HTTP APIs in force in the data plane. */
final class HttpPublisher {
    private final Store store;
    private final PlanTable plans;

    /** Held while reading and publishing, so that an older state never replaces a newer one. */
    private final ReentrantLock order = new ReentrantLock();

    HttpPublisher(Store store, PlanTable plans) {
        this.store = store;
        this.plans = plans;
    }

    /** Puts an API in force as it is stored now; one that is not stored goes out of service. */
    void publish(Scope scope, String apiId) {
        order.lock();
        try {
            read(scope, apiId)
                    .ifPresentOrElse(plans::publish, () -> plans.remove(address(scope, apiId)));
        } finally {
            order.unlock();
        }
    }

    /** Puts all stored APIs in force: what a starting node does. */
    void publishAll() {
        Map<String, Scope> scopes = new HashMap<>();
        store.documents(HttpForms.API.kind())
                .forEach((scope, stored) -> scopes.put(stored.id(), scope));
        List<HttpPlan> all = new ArrayList<>();
        scopes.forEach((apiId, scope) -> read(scope, apiId).ifPresent(all::add));
        plans.publishAll(all);
    }

    private Optional<HttpPlan> read(Scope scope, String apiId) {
        return store.transact(
                transaction -> plan(new HttpShelves(transaction, scope), address(scope, apiId)));
    }

    private static ApiAddress address(Scope scope, String apiId) {
        return new ApiAddress(scope.account(), scope.region(), apiId);
    }

    private static Optional<HttpPlan> plan(HttpShelves shelves, ApiAddress address) {
        Optional<Api> api = shelves.apis().find(address.apiId());
        if (api.isEmpty()) {
            return Optional.empty();
        }
        Map<String, HttpDeployment> deployments = new HashMap<>();
        Map<String, HttpStage> stages = new HashMap<>();
        for (Stage stage : shelves.stages().all(key(address.apiId(), ""))) {
            String name = Objects.requireNonNull(stage.stageName());
            Map<String, String> variables =
                    Objects.requireNonNullElse(stage.stageVariables(), Map.of());
            stages.put(
                    name,
                    new HttpStage(
                            name, variables, deployment(shelves, address, stage, deployments)));
        }
        boolean disabled = Boolean.TRUE.equals(api.get().disableExecuteApiEndpoint());
        return Optional.of(new HttpPlan(address, disabled, stages));
    }

    private static @Nullable HttpDeployment deployment(
            HttpShelves shelves,
            ApiAddress address,
            Stage stage,
            Map<String, HttpDeployment> compiled) {
        String id = stage.deploymentId();
        if (id == null) {
            return null;
        }
        HttpDeployment known = compiled.get(id);
        if (known != null) {
            return known;
        }
        String apiId = address.apiId();
        HttpSnapshot snapshot =
                Boolean.TRUE.equals(stage.autoDeploy())
                        ? HttpSnapshot.take(shelves, apiId)
                        : shelves.snapshots()
                                .find(shelves.scope(), key(apiId, id))
                                .orElseThrow()
                                .value();
        HttpDeployment deployment = HttpCompiler.compile(id, snapshot);
        compiled.put(id, deployment);
        return deployment;
    }
}
