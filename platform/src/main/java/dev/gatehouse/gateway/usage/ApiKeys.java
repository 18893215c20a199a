package dev.gatehouse.gateway.usage;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.UsageCounters;
import dev.gatehouse.gateway.plan.usage.UsagePlan;
import dev.gatehouse.gateway.plan.usage.UsageTable.Subscription;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.Authorized;
import java.time.Duration;
import java.util.HashMap;
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
        return call.method().apiKey().isRequired() ? admit(call, value, record) : call;
    }

    private RestApiCall admit(RestApiCall call, @Nullable String value, RequestRecord record) {
        ApiAddress api = call.plan().address();
        String stage = UsagePlan.stageKey(api.apiId(), call.stage().name());
        Subscription found = tables.of(api.account(), api.region()).find(value, stage);
        if (found == null) {
            throw Rejection.invalidApiKey();
        }
        record.keyed(found.key().id());
        throttle(found, stage, call.method().key(), record);
        UsageCounters.Key counted =
                new UsageCounters.Key(
                        api.account(), api.region(), found.plan().id(), found.key().id());
        if (!tables.counters()
                .of(counted)
                .take(found.plan().quota(), clock.millis() / MILLIS_A_DAY)) {
            record.throttled("quota");
            throw Rejection.quotaExceeded();
        }
        return call.as(known(call.authorized(), found));
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
        Map<String, String> identity = new HashMap<>(caller.identity());
        identity.put("apiKey", found.key().value());
        identity.put("apiKeyId", found.key().id());
        return caller.withIdentity(identity);
    }
}
