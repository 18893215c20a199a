package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.apigateway.patch.PatchChange;
import java.util.Map;
import java.util.Optional;

/** The settings of methods by the last two steps of their PATCH paths. */
enum MethodSettingPath {
    METRICS_ENABLED("metrics/enabled", "metricsEnabled"),
    LOGGING_LEVEL("logging/loglevel", "loggingLevel"),
    DATA_TRACE("logging/dataTrace", "dataTraceEnabled"),
    BURST_LIMIT("throttling/burstLimit", "throttlingBurstLimit"),
    RATE_LIMIT("throttling/rateLimit", "throttlingRateLimit"),
    CACHING_ENABLED("caching/enabled", "cachingEnabled"),
    CACHE_TTL("caching/ttlInSeconds", "cacheTtlInSeconds"),
    CACHE_ENCRYPTED("caching/dataEncrypted", "cacheDataEncrypted"),
    CACHE_AUTHORIZATION(
            "caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl"),
    CACHE_STRATEGY(
            "caching/unauthorizedCacheControlHeaderStrategy",
            "unauthorizedCacheControlHeaderStrategy");

    private final String path;
    private final String member;

    MethodSettingPath(String path, String member) {
        this.path = path;
        this.member = member;
    }

    /** The setting that a path ends with: its group and its name. */
    static Optional<MethodSettingPath> at(String path) {
        for (MethodSettingPath setting : values()) {
            if (path.endsWith('/' + setting.path)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** What stands before this setting in a path that ends with it. */
    String before(String path) {
        return path.substring(0, path.length() - this.path.length() - 1);
    }

    /** Writes a change's value, in the member's type, into the settings of a method. */
    void write(PatchChange change, Map<String, Object> settings) {
        String value = change.value() == null ? "" : change.value();
        try {
            settings.put(member, typed(value));
        } catch (NumberFormatException e) {
            throw badRequest("Invalid value for " + change.path() + ": " + value);
        }
    }

    private Object typed(String value) {
        return switch (this) {
            case METRICS_ENABLED,
                    DATA_TRACE,
                    CACHING_ENABLED,
                    CACHE_ENCRYPTED,
                    CACHE_AUTHORIZATION ->
                    Boolean.valueOf(value);
            case BURST_LIMIT, CACHE_TTL -> Integer.valueOf(value);
            case RATE_LIMIT -> Double.valueOf(value);
            case LOGGING_LEVEL, CACHE_STRATEGY -> value;
        };
    }
}
