package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiStage;
import dev.gatehouse.aws.apigateway.QuotaSettings;
import dev.gatehouse.aws.apigateway.ThrottleSettings;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.plan.usage.Quota;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.UsagePlan;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a usage plan may say, and what the data plane makes of it. */
final class UsagePlans {
    private UsagePlans() {}

    /** Rejects what AWS rejects. */
    static void check(Repositories in, dev.gatehouse.aws.apigateway.UsagePlan plan) {
        if (plan.name() == null || plan.name().isBlank()) {
            throw badRequest("Usage Plan name must be specified");
        }
        TagRules.check(plan.tags());
        checkLimit(plan.throttle());
        if (plan.quota() != null) {
            checkQuota(plan.quota());
        }
        for (ApiStage stage : stages(plan)) {
            check(in, plan, stage);
        }
    }

    private static void check(
            Repositories in, dev.gatehouse.aws.apigateway.UsagePlan plan, ApiStage stage) {
        String apiId = Objects.requireNonNullElse(stage.apiId(), "");
        String name = Objects.requireNonNullElse(stage.stage(), "");
        if (apiId.isEmpty() || !isRest(in, apiId, name) && !isWebSocket(in, apiId, name)) {
            throw badRequest(
                    "Invalid API Stage {api: %s, stage: %s} specified for usageplan %s"
                            .formatted(apiId, name, Objects.toString(plan.id(), plan.name())));
        }
        methods(stage).values().forEach(UsagePlans::checkLimit);
    }

    private static boolean isRest(Repositories in, String apiId, String stage) {
        return in.of(RestTypes.API).find(apiId).isPresent()
                && in.of(RestTypes.STAGE, apiId).find(stage).isPresent();
    }

    /** Stages of HTTP APIs have no keys. */
    private static boolean isWebSocket(Repositories in, String apiId, String stage) {
        return Protocol.of(in, apiId) == Protocol.WEBSOCKET
                && in.of(HttpTypes.STAGE, apiId).find(stage).isPresent();
    }

    private static void checkLimit(@Nullable ThrottleSettings limit) {
        if (limit == null) {
            return;
        }
        if (Objects.requireNonNullElse(limit.rateLimit(), 0.0) < 0) {
            throw badRequest("Usage Plan throttle rate limit must be non-negative");
        }
        if (Objects.requireNonNullElse(limit.burstLimit(), 0) < 0) {
            throw badRequest("Usage Plan throttle burst limit must be non-negative");
        }
    }

    private static void checkQuota(QuotaSettings quota) {
        if (quota.period() == null) {
            throw badRequest("Usage Plan quota period must be specified");
        }
        if (Objects.requireNonNullElse(quota.limit(), 0) < 1) {
            throw badRequest("Usage Plan quota limit must be greater than zero");
        }
        int offset = Objects.requireNonNullElse(quota.offset(), 0);
        Quota.Period period = Quota.Period.valueOf(quota.period());
        if (offset < 0 || offset > period.lastOffset()) {
            throw badRequest(
                    period == Quota.Period.DAY
                            ? "Usage Plan quota offset must be zero in the DAY period"
                            : "Usage Plan quota offset must be between 0 and %d inclusive in the %s period"
                                    .formatted(period.lastOffset(), period));
        }
    }

    /**
     * Takes stages of a REST API that are gone out of all plans.
     *
     * @return the ids of the plans that had any
     */
    static List<String> close(Repositories in, String apiId) {
        Repository<dev.gatehouse.aws.apigateway.UsagePlan> plans = in.of(UsageTypes.PLAN);
        List<String> changed = new ArrayList<>();
        for (dev.gatehouse.aws.apigateway.UsagePlan plan : plans.all()) {
            List<ApiStage> left =
                    stages(plan).stream()
                            .filter(
                                    stage ->
                                            !apiId.equals(stage.apiId())
                                                    || isRest(
                                                            in,
                                                            apiId,
                                                            String.valueOf(stage.stage())))
                            .toList();
            if (left.size() < stages(plan).size()) {
                plans.put(plan.toBuilder().apiStages(left).build());
                changed.add(Objects.requireNonNull(plan.id()));
            }
        }
        return changed;
    }

    static List<ApiStage> stages(dev.gatehouse.aws.apigateway.UsagePlan plan) {
        return Objects.requireNonNullElse(plan.apiStages(), List.of());
    }

    /** How a stage is named within a plan. */
    static String key(ApiStage stage) {
        return UsagePlan.stageKey(String.valueOf(stage.apiId()), String.valueOf(stage.stage()));
    }

    private static Map<String, ThrottleSettings> methods(ApiStage stage) {
        return Objects.requireNonNullElse(stage.throttle(), Map.of());
    }

    /** The plan as the data plane follows it. */
    static UsagePlan compile(dev.gatehouse.aws.apigateway.UsagePlan plan) {
        Map<String, Map<String, RateLimit>> stages = new HashMap<>();
        for (ApiStage stage : stages(plan)) {
            Map<String, RateLimit> methods = new HashMap<>();
            methods(stage).forEach((method, limit) -> methods.put(method, limit(limit)));
            stages.put(key(stage), Map.copyOf(methods));
        }
        return new UsagePlan(
                Objects.requireNonNull(plan.id()), stages, limit(plan.throttle()), quota(plan));
    }

    private static RateLimit limit(@Nullable ThrottleSettings given) {
        return given == null ? RateLimit.NONE : RateLimit.of(given.rateLimit(), given.burstLimit());
    }

    /** The quota of a plan; null when it has none. */
    static @Nullable Quota quota(dev.gatehouse.aws.apigateway.UsagePlan plan) {
        QuotaSettings quota = plan.quota();
        return quota == null
                ? null
                : new Quota(
                        Objects.requireNonNullElse(quota.limit(), 0),
                        Objects.requireNonNullElse(quota.offset(), 0),
                        Quota.Period.valueOf(Objects.requireNonNull(quota.period())));
    }
}
