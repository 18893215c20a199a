package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.AccessLogSettings;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.RouteRules;
import dev.gatehouse.gateway.plan.usage.StageRoutes;
import dev.gatehouse.gateway.resource.AccessLogRules;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the plan of an HTTP or WebSocket API of what is stored of it. */
public final class HttpPlans {
    private HttpPlans() {}

    /**
     * @param served what the data plane serves of the API now
     * @return empty when the API is not stored
     */
    public static Optional<ApiPlan> compile(
            Repositories in, ApiAddress address, @Nullable ApiPlan served) {
        return in.of(HttpTypes.API)
                .find(address.apiId())
                .map(
                        api ->
                                switch (Protocol.of(api)) {
                                    case HTTP -> plan(in, address, api, deployments(served));
                                    case WEBSOCKET -> WebSocketPlans.plan(in, address, api, served);
                                });
    }

    private static Map<String, HttpDeployment> deployments(@Nullable ApiPlan served) {
        Map<String, HttpDeployment> deployments = new HashMap<>();
        if (served instanceof HttpPlan plan) {
            for (HttpStage stage : plan.stages().values()) {
                HttpDeployment deployment = stage.deployment();
                if (deployment != null) {
                    deployments.put(deployment.id(), deployment);
                }
            }
        }
        return deployments;
    }

    private static HttpPlan plan(
            Repositories in, ApiAddress address, Api api, Map<String, HttpDeployment> deployments) {
        Map<String, HttpStage> stages = new HashMap<>();
        for (Stage stage : in.of(HttpTypes.STAGE, address.apiId()).all()) {
            String id = stage.deploymentId();
            HttpDeployment deployment =
                    id == null
                            ? null
                            : deployments.computeIfAbsent(
                                    id, _ -> deployment(in, address.apiId(), stage, id));
            String name = Objects.requireNonNull(stage.stageName());
            Map<String, String> variables =
                    Objects.requireNonNullElse(stage.stageVariables(), Map.of());
            String cache = String.valueOf(stage.lastUpdatedDate());
            stages.put(
                    name,
                    new HttpStage(
                            name, variables, accessLog(stage), cache, deployment, routes(stage)));
        }
        boolean disabled = Boolean.TRUE.equals(api.disableExecuteApiEndpoint());
        return new HttpPlan(address, disabled, stages);
    }

    static StageRoutes routes(Stage stage) {
        RouteRules usual = rules(stage.defaultRouteSettings(), RouteRules.USUAL);
        Map<String, RouteRules> own = new HashMap<>();
        Objects.requireNonNullElse(stage.routeSettings(), Map.<String, RouteSettings>of())
                .forEach((route, settings) -> own.put(route, rules(settings, usual)));
        return new StageRoutes(usual, own);
    }

    /** What settings say, each of which holds for a route that does not say it itself. */
    private static RouteRules rules(@Nullable RouteSettings settings, RouteRules usual) {
        if (settings == null) {
            return usual;
        }
        String level = settings.loggingLevel();
        return new RouteRules(
                settings.throttlingRateLimit() == null
                        ? usual.limit()
                        : RateLimit.of(
                                settings.throttlingRateLimit(), settings.throttlingBurstLimit()),
                level == null
                        ? usual.logging()
                        : ExecutionLogging.of(
                                level, Boolean.TRUE.equals(settings.dataTraceEnabled())),
                Objects.requireNonNullElse(settings.detailedMetricsEnabled(), usual.measured()));
    }

    static @Nullable AccessLog accessLog(Stage stage) {
        AccessLogSettings settings = stage.accessLogSettings();
        return settings == null
                ? null
                : AccessLogRules.compile(settings.destinationArn(), settings.format());
    }

    private static HttpDeployment deployment(
            Repositories in, String apiId, Stage stage, String id) {
        return HttpCompiler.compile(id, snapshot(in, apiId, stage, id));
    }

    /** What a stage serves: one that follows its API the API as it is. */
    static HttpSnapshot snapshot(Repositories in, String apiId, Stage stage, String id) {
        return Boolean.TRUE.equals(stage.autoDeploy())
                ? HttpSnapshot.take(in, apiId)
                : in.documents(HttpSnapshot.KIND, apiId).find(id).orElseThrow();
    }
}
