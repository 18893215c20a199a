package dev.gatehouse.gateway.usage;

import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.LogText;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.usage.ApiKey;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.UsageCounters;
import dev.gatehouse.gateway.plan.usage.UsagePlan;
import dev.gatehouse.gateway.plan.usage.UsageTable.Subscription;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the API key of methods that require one, and holds it to its usage plan: the limit of
 * the method in the plan, that of the plan, the quota. A request that is throttled is not counted.
 */
final class ApiKeys {
    private static final String HEADER = "x-api-key";
    private static final long MILLIS_A_DAY = Duration.ofDays(1).toMillis();

    private final UsageTables tables;
    private final Throttles throttles;
    private final Clock clock;

    private record PlanBucket(String planId, String keyId) {}

    private record MethodBucket(String planId, String keyId, String stage, String method) {}

    ApiKeys(UsageTables tables, Throttles throttles, Clock clock) {
        this.tables = tables;
        this.throttles = throttles;
        this.clock = clock;
    }

    /**
     * The call, with its key among what is known of the caller.
     *
     * @throws Rejection no key, or none that opens the stage; or the key's plan leaves nothing now
     */
    RestApiCall admit(RestApiCall call, RequestRecord record) {
        String value =
                switch (call.method().apiKey()) {
                    case NONE -> null;
                    case HEADER -> call.request().header(HEADER);
                    case AUTHORIZER -> call.authorized().usageIdentifierKey();
                };
        ExecutionLog log = call.log();
        if (log != null) {
            told(call, value, log);
        }
        return call.method().apiKey().isRequired() ? admit(call, value, record) : call;
    }

    private static void told(RestApiCall call, @Nullable String value, ExecutionLog log) {
        String stage = call.plan().address().apiId() + '/' + call.stage().name();
        String key = value == null ? "" : ' ' + LogText.masked(value);
        log.info(
                "Verifying Usage Plan for request: "
                        + call.request().ids().requestId().value()
                        + ". API Key:"
                        + key
                        + " API Stage: "
                        + stage);
        if (!call.method().apiKey().isRequired()) {
            log.info(
                    "API Key authorized because method '"
                            + named(call)
                            + "' does not require API Key. Request will not contribute to throttle"
                            + " or quota limits");
            log.info("Usage Plan check succeeded for API Key and API Stage " + stage);
        }
    }

    private static String named(RestApiCall call) {
        return call.request().method() + ' ' + call.resource().path();
    }

    private RestApiCall admit(RestApiCall call, @Nullable String value, RequestRecord record) {
        ApiAddress api = call.plan().address();
        String stage = UsagePlan.stageKey(api.apiId(), call.stage().name());
        Subscription found = tables.of(api.account(), api.region()).find(value, stage);
        if (found == null) {
            call.failed(
                    "API Key not authorized because method '%s' requires API Key and API Key is not"
                                    .formatted(named(call))
                            + " associated with a Usage Plan for API Stage "
                            + stage
                            + ": No associated Usage Plan");
            throw Rejection.invalidApiKey();
        }
        record.keyed(found.key().id());
        throttle(found, stage, call.method().key(), record);
        count(api, found, record);
        ExecutionLog log = call.log();
        if (log != null) {
            log.info(
                    "Usage Plan check succeeded for API Key "
                            + LogText.masked(found.key().value())
                            + " and API Stage "
                            + api.apiId()
                            + '/'
                            + call.stage().name());
        }
        return call.as(known(call.authorized(), found));
    }

    private void count(ApiAddress api, Subscription found, RequestRecord record) {
        UsageCounters.Key counted =
                new UsageCounters.Key(
                        api.account(), api.region(), found.plan().id(), found.key().id());
        if (!tables.counters()
                .of(counted)
                .take(found.plan().quota(), clock.millis() / MILLIS_A_DAY)) {
            record.throttled("quota");
            throw Rejection.quotaExceeded();
        }
    }

    /**
     * Who connects to a WebSocket API, with their key.
     *
     * @throws Rejection as above
     */
    Authorized admit(WebSocketCall call, ClientRequest request, RequestRecord record) {
        String value =
                switch (call.route().apiKey()) {
                    case NONE -> null;
                    case HEADER -> request.header(HEADER);
                    case AUTHORIZER -> call.authorized().usageIdentifierKey();
                };
        if (!call.route().apiKey().isRequired()) {
            return call.authorized();
        }
        ApiAddress api = call.address();
        String stage = UsagePlan.stageKey(api.apiId(), call.stage().name());
        Subscription found = tables.of(api.account(), api.region()).find(value, stage);
        if (found == null) {
            throw Rejection.invalidApiKey();
        }
        record.keyed(found.key().id());
        throttle(found, stage, call.route().key(), record);
        count(api, found, record);
        return known(call.authorized(), found);
    }

    private void throttle(Subscription found, String stage, String method, RequestRecord record) {
        UsagePlan plan = found.plan();
        String key = found.key().id();
        RateLimit own = plan.stages().getOrDefault(stage, Map.of()).get(method);
        if (own != null
                && !throttles.admits(new MethodBucket(plan.id(), key, stage, method), own)) {
            record.throttled("plan-method");
            throw Rejection.throttled();
        }
        if (!throttles.admits(new PlanBucket(plan.id(), key), plan.limit())) {
            record.throttled("plan");
            throw Rejection.throttled();
        }
    }

    private static Authorized known(Authorized caller, Subscription found) {
        ApiKey key = found.key();
        return caller.withIdentity(Map.of("apiKey", key.value(), "apiKeyId", key.id()));
    }
}
