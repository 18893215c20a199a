package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts what is stored of HTTP APIs in force in the data plane. */
public final class HttpPublisher {
    private static final int STRIPES = 64;

    private final Store store;
    private final PlanTable plans;

    /** One change of an API at a time, so that an older state never replaces a newer one. */
    private final ReentrantLock[] order = new ReentrantLock[STRIPES];

    public HttpPublisher(Store store, PlanTable plans) {
        this.store = store;
        this.plans = plans;
        Arrays.setAll(order, _ -> new ReentrantLock());
    }

    /** Does what writes a change of an API and publishes it, before or after any other such. */
    public <R> R inOrder(String apiId, Supplier<R> work) {
        ReentrantLock lock = order[Math.floorMod(apiId.hashCode(), STRIPES)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Puts an API in force as it is stored now; one that is not stored goes out of service. */
    public void publish(ApiAddress address) {
        read(address).ifPresentOrElse(plans::publish, () -> plans.remove(address));
    }

    /**
     * Puts in force what a change does to the stages that follow the API. As a rule only what the
     * change reaches is made anew, so that it takes no longer for an API with many routes.
     */
    public void publish(ApiAddress address, Effect effect, Optional<Redeployment> deployment) {
        switch (effect) {
            case Effect.OnEverything() -> publish(address);
            case Effect.OnRoutes change ->
                    deployment.ifPresent(done -> publish(address, change, done));
        }
    }

    private void publish(ApiAddress address, Effect.OnRoutes change, Redeployment deployment) {
        Optional.ofNullable(plans.find(address.apiId()))
                .filter(HttpPlan.class::isInstance)
                .map(HttpPlan.class::cast)
                .filter(plan -> plan.address().equals(address))
                .flatMap(plan -> deployment.applyTo(plan, change))
                .ifPresentOrElse(plans::publish, () -> publish(address));
    }

    /** Puts all stored APIs in force: what a starting node does. */
    public void publishAll() {
        Map<String, Scope> scopes = new HashMap<>();
        store.documents(HttpTypes.API.kind())
                .forEach((scope, stored) -> scopes.put(stored.id(), scope));
        List<HttpPlan> all = new ArrayList<>();
        scopes.forEach(
                (apiId, scope) ->
                        read(new ApiAddress(scope.account(), scope.region(), apiId))
                                .ifPresent(all::add));
        plans.publishAll(all);
    }

    private Optional<HttpPlan> read(ApiAddress address) {
        Scope scope = new Scope(address.account(), address.region());
        return store.transact(
                transaction ->
                        plan(new HttpRepositories(transaction, scope), address, served(address)));
    }

    /** The deployments that are compiled already: a deployment never changes. */
    private Map<String, HttpDeployment> served(ApiAddress address) {
        Map<String, HttpDeployment> served = new HashMap<>();
        if (plans.find(address.apiId()) instanceof HttpPlan plan
                && plan.address().equals(address)) {
            for (HttpStage stage : plan.stages().values()) {
                HttpDeployment deployment = stage.deployment();
                if (deployment != null) {
                    served.put(deployment.id(), deployment);
                }
            }
        }
        return served;
    }

    private static Optional<HttpPlan> plan(
            HttpRepositories repositories, ApiAddress address, Map<String, HttpDeployment> served) {
        Optional<Api> api = repositories.apis().find(address.apiId());
        if (api.isEmpty()) {
            return Optional.empty();
        }
        Map<String, HttpDeployment> deployments = new HashMap<>(served);
        Map<String, HttpStage> stages = new HashMap<>();
        for (Stage stage : repositories.stages(address.apiId()).all()) {
            String name = Objects.requireNonNull(stage.stageName());
            Map<String, String> variables =
                    Objects.requireNonNullElse(stage.stageVariables(), Map.of());
            stages.put(
                    name,
                    new HttpStage(
                            name,
                            variables,
                            deployment(repositories, address, stage, deployments)));
        }
        boolean disabled = Boolean.TRUE.equals(api.get().disableExecuteApiEndpoint());
        return Optional.of(new HttpPlan(address, disabled, stages));
    }

    private static @Nullable HttpDeployment deployment(
            HttpRepositories repositories,
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
                        ? HttpSnapshot.take(repositories, apiId)
                        : repositories.snapshots(apiId).find(id).orElseThrow();
        HttpDeployment deployment = HttpCompiler.compile(id, snapshot);
        compiled.put(id, deployment);
        return deployment;
    }
}
