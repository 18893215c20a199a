package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.AccessLogSettings;
import dev.gatehouse.aws.apigateway.CanarySettings;
import dev.gatehouse.aws.apigateway.MethodSetting;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.cache.CacheRules;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.gateway.plan.usage.MethodSettings;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.gateway.resource.AccessLogRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what the data plane knows of a stage. */
final class RestStages {
    private static final int CACHE_SECONDS = 300;

    private RestStages() {}

    /**
     * @param deployments the deployments by id
     */
    static RestStage compile(Stage stage, Function<String, RestDeployment> deployments) {
        Map<String, String> variables = Objects.requireNonNullElse(stage.variables(), Map.of());
        String name = Objects.requireNonNull(stage.stageName());
        String cache = String.valueOf(stage.lastUpdatedDate());
        StageSettings settings = settings(stage);
        CanarySettings canary = stage.canarySettings();
        AccessLog accessLog = accessLog(stage.accessLogSettings());
        String certificate = stage.clientCertificateId();
        return new RestStage(
                name,
                variables,
                accessLog,
                cache,
                deployments.apply(Objects.requireNonNull(stage.deploymentId())),
                settings,
                canary == null
                        ? null
                        : new RestStage.Canary(
                                Objects.requireNonNullElse(canary.percentTraffic(), 0.0),
                                new RestStage(
                                        name,
                                        overridden(variables, canary.stageVariableOverrides()),
                                        accessLog,
                                        Boolean.TRUE.equals(canary.useStageCache())
                                                ? cache
                                                : cache + "/canary",
                                        deployments.apply(
                                                Objects.requireNonNull(canary.deploymentId())),
                                        settings,
                                        null,
                                        certificate)),
                certificate);
    }

    private static @Nullable AccessLog accessLog(@Nullable AccessLogSettings settings) {
        return settings == null
                ? null
                : AccessLogRules.compile(settings.destinationArn(), settings.format());
    }

    private static Map<String, String> overridden(
            Map<String, String> variables, @Nullable Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(Objects.requireNonNullElse(overrides, Map.of()));
        return all;
    }

    private static StageSettings settings(Stage stage) {
        boolean caches = Boolean.TRUE.equals(stage.cacheClusterEnabled());
        Map<String, MethodSettings> settings = new HashMap<>();
        Objects.requireNonNullElse(stage.methodSettings(), Map.<String, MethodSetting>of())
                .forEach(
                        (method, each) ->
                                settings.put(
                                        method.replace("~1", "/").replace("~0", "~"),
                                        new MethodSettings(
                                                RateLimit.of(
                                                        each.throttlingRateLimit(),
                                                        each.throttlingBurstLimit()),
                                                caches
                                                        ? cache(
                                                                each,
                                                                !method.equals(StageSettings.ALL))
                                                        : CacheRules.NONE,
                                                ExecutionLogging.of(
                                                        Objects.requireNonNullElse(
                                                                each.loggingLevel(), ""),
                                                        Boolean.TRUE.equals(
                                                                each.dataTraceEnabled())),
                                                Boolean.TRUE.equals(each.metricsEnabled()))));
        return new StageSettings(settings, Boolean.TRUE.equals(stage.tracingEnabled()));
    }

    /** All methods together keep responses to GET alone; one may say so for itself. */
    private static CacheRules cache(MethodSetting setting, boolean own) {
        if (!Boolean.TRUE.equals(setting.cachingEnabled())) {
            return CacheRules.NONE;
        }
        int seconds = Objects.requireNonNullElse(setting.cacheTtlInSeconds(), CACHE_SECONDS);
        String strategy =
                Objects.requireNonNullElse(setting.unauthorizedCacheControlHeaderStrategy(), "");
        return new CacheRules(
                Duration.ofSeconds(seconds),
                own,
                !Boolean.FALSE.equals(setting.requireAuthorizationForCacheControl()),
                switch (strategy) {
                    case "FAIL_WITH_403" -> CacheRules.Rejection.FORBIDDEN;
                    case "SUCCEED_WITHOUT_RESPONSE_HEADER" -> CacheRules.Rejection.IGNORED;
                    default -> CacheRules.Rejection.IGNORED_WITH_WARNING;
                });
    }
}
