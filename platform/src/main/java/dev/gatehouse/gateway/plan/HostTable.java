package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.route.StagePath;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each host leads: one picture of the APIs in force. Immutable; {@link PlanTable} replaces it
 * whole.
 */
public final class HostTable {
    static final HostTable EMPTY = new HostTable(Map.of());

    private static final String FUNCTION_URLS = ".lambda-url.";
    private static final Destination NO_API = new Destination.NoApi();

    private final Map<String, ApiPlan> apis;

    private HostTable(Map<String, ApiPlan> apis) {
        this.apis = apis;
    }

    /** This table with more APIs, each in place of an earlier one of its id. */
    HostTable with(Iterable<? extends ApiPlan> plans) {
        Map<String, ApiPlan> next = new HashMap<>(apis);
        for (ApiPlan plan : plans) {
            next.put(plan.address().apiId(), plan);
        }
        return new HostTable(next);
    }

    /** This table without an API; itself when that is not in it, or is somebody else's. */
    HostTable without(ApiAddress address) {
        ApiPlan present = apis.get(address.apiId());
        if (present == null || !present.address().equals(address)) {
            return this;
        }
        Map<String, ApiPlan> next = new HashMap<>(apis);
        next.remove(address.apiId());
        return new HostTable(next);
    }

    /** The plan of an API, however it may be reached; null when none is deployed. */
    @Nullable ApiPlan api(String apiId) {
        return apis.get(apiId);
    }

    /**
     * What a request is for; null when that is an AWS service.
     *
     * @param host the Host header without port, in any casing
     * @param path the raw path
     * @param signed whether the request carries a signature of AWS's kind, as calls of services do
     *     whose address looks like an API's: S3's, and {@code @connections} of WebSocket APIs
     */
    public @Nullable Destination find(String host, String path, BooleanSupplier signed) {
        String name = host.toLowerCase(Locale.ROOT);
        int url = name.indexOf(FUNCTION_URLS);
        if (url > 0) {
            return new Destination.FunctionUrl(name.substring(0, url));
        }
        ApiLocation location = ApiLocation.of(name, path);
        if (location == null) {
            return null;
        }
        ApiPlan plan = apis.get(location.apiId());
        if (plan == null && location.ofAService() && signed.getAsBoolean()) {
            return null;
        }
        if (plan == null || plan.executeApiEndpointDisabled() || elsewhere(location, plan)) {
            return NO_API;
        }
        return location.form() == ApiLocation.Form.HOST
                ? new Destination.Api(plan, path, host)
                : new Destination.Api(plan, pathOf(location, plan), domainName(plan));
    }

    private static boolean elsewhere(ApiLocation location, ApiPlan plan) {
        String region = location.region();
        return region != null
                && namesARegion(region)
                && !region.equals(plan.address().region().name());
    }

    /** {@code eu-west-1} does, {@code localhost} is part of a domain name. */
    private static boolean namesARegion(String label) {
        return label.indexOf('-') > 0 && Character.isDigit(label.charAt(label.length() - 1));
    }

    /**
     * In a path, unlike under a host of its own, an HTTP API's default stage may be named like any
     * other.
     */
    private static String pathOf(ApiLocation location, ApiPlan plan) {
        if (!(plan instanceof HttpPlan)) {
            return location.path();
        }
        StagePath staged = StagePath.of(location.path());
        if (!staged.stage().equals(HttpPlan.DEFAULT_STAGE)) {
            return location.path();
        }
        return staged.rest().isEmpty() ? "/" : staged.rest();
    }

    /** Addressed by path, an API still has the name AWS would give it. */
    private static String domainName(ApiPlan plan) {
        ApiAddress api = plan.address();
        return api.apiId() + ".execute-api." + api.region().name() + ".amazonaws.com";
    }
}
