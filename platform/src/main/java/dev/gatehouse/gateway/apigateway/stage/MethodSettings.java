package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.MethodSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The settings a stage may give its methods: their paths, their values to start with. */
final class MethodSettings {
    private static final int USUAL_BURST = 5_000;
    private static final double USUAL_RATE = 10_000;
    private static final int CACHE_SECONDS = 300;
    private static final int LONGEST_CACHE_SECONDS = 3_600;

    private static final String OFF = "OFF";
    private static final List<String> STRATEGIES =
            List.of(
                    "FAIL_WITH_403",
                    "SUCCEED_WITH_RESPONSE_HEADER",
                    "SUCCEED_WITHOUT_RESPONSE_HEADER");
    private static final Set<String> LEVELS = Set.of(OFF, "ERROR", "INFO");

    private MethodSettings() {}

    /** Whether it asks for a log, which needs a role of the account. */
    static boolean logs(MethodSetting setting) {
        return !Objects.requireNonNullElse(setting.loggingLevel(), OFF).equals(OFF);
    }

    /** The settings of a method for which none were made yet. */
    static Map<String, Object> fresh() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("metricsEnabled", false);
        settings.put("dataTraceEnabled", false);
        settings.put("throttlingBurstLimit", USUAL_BURST);
        settings.put("throttlingRateLimit", USUAL_RATE);
        settings.put("cachingEnabled", false);
        settings.put("cacheTtlInSeconds", CACHE_SECONDS);
        settings.put("cacheDataEncrypted", false);
        settings.put("requireAuthorizationForCacheControl", true);
        settings.put("unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITH_RESPONSE_HEADER");
        return settings;
    }

    /** Rejects what AWS rejects, and settings the data plane cannot follow. */
    static void check(MethodSetting setting) {
        if (!LEVELS.contains(Objects.requireNonNullElse(setting.loggingLevel(), OFF))) {
            throw badRequest("Invalid logging level. Valid values are OFF, ERROR and INFO");
        }
        String strategy = setting.unauthorizedCacheControlHeaderStrategy();
        if (strategy != null && !STRATEGIES.contains(strategy)) {
            throw badRequest(
                    "Invalid unauthorized cache control header strategy. Valid values are "
                            + String.join(", ", STRATEGIES));
        }
        int seconds = Objects.requireNonNullElse(setting.cacheTtlInSeconds(), CACHE_SECONDS);
        if (seconds < 0 || seconds > LONGEST_CACHE_SECONDS) {
            throw badRequest("Invalid cache ttl, must be between 0 and 3600 seconds");
        }
    }
}
