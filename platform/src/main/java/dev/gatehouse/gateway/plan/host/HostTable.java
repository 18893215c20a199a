package dev.gatehouse.gateway.plan.host;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.route.StagePath;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each host leads: one picture of the APIs and custom domain names in force. Immutable;
 * {@link PlanTable} replaces it whole.
 */
public final class HostTable {
    static final HostTable EMPTY = new HostTable(Map.of(), Map.of());

    private static final String FUNCTION_URLS = ".lambda-url.";
    private static final Destination NO_API = new Destination.NoApi();

    private final Map<String, ApiPlan> apis;
    private final Map<String, DomainPlan> domains;

    private HostTable(Map<String, ApiPlan> apis, Map<String, DomainPlan> domains) {
        this.apis = apis;
        this.domains = domains;
    }

    /** This table with more APIs, each in place of an earlier one of its id. */
    HostTable with(Iterable<? extends ApiPlan> plans) {
        Map<String, ApiPlan> next = new HashMap<>(apis);
        for (ApiPlan plan : plans) {
            next.put(plan.address().apiId(), plan);
        }
        return new HostTable(next, domains);
    }

    /** This table without an API; itself when that is not in it, or is somebody else's. */
    HostTable without(ApiAddress address) {
        ApiPlan present = apis.get(address.apiId());
        if (present == null || !present.address().equals(address)) {
            return this;
        }
        Map<String, ApiPlan> next = new HashMap<>(apis);
        next.remove(address.apiId());
        return new HostTable(next, domains);
    }

    /** This table with a custom domain name, in place of what it led to before. */
    HostTable with(DomainPlan domain) {
        Map<String, DomainPlan> next = new HashMap<>(domains);
        next.put(domain.name(), domain);
        return new HostTable(apis, next);
    }

    /** This table without a custom domain name. */
    HostTable withoutDomain(String name) {
        Map<String, DomainPlan> next = new HashMap<>(domains);
        next.remove(name.toLowerCase(Locale.ROOT));
        return new HostTable(apis, next);
    }

    /** Whether a custom domain name is in force. */
    public boolean hasDomain(String name) {
        return domains.containsKey(name.toLowerCase(Locale.ROOT));
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
        String name = plain(host);
        DomainPlan domain = domain(name);
        if (domain != null) {
            return below(domain, name, path);
        }
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
                ? new Destination.Api(plan, Placement.whole(path), host)
                : new Destination.Api(
                        plan, Placement.whole(pathOf(location, plan)), domainName(plan));
    }

    /** Without the dot at the end, which makes a name absolute. */
    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** A name that is there itself goes before one that covers all names of its parent. */
    private @Nullable DomainPlan domain(String host) {
        if (domains.isEmpty()) {
            return null;
        }
        DomainPlan own = domains.get(host);
        int dot = host.indexOf('.');
        return own != null || dot < 0 ? own : domains.get('*' + host.substring(dot));
    }

    private Destination below(DomainPlan domain, String host, String path) {
        for (DomainPlan.Mapping mapping : domain.mappings()) {
            Placement placement = mapping.place(path);
            if (placement != null) {
                ApiPlan plan = apis.get(mapping.apiId());
                return plan != null && owns(domain, plan.address())
                        ? new Destination.Api(plan, placement, host)
                        : NO_API;
            }
        }
        return NO_API;
    }

    private static boolean owns(DomainPlan domain, ApiAddress api) {
        return api.account().equals(domain.account()) && api.region().equals(domain.region());
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
        return api.domainName();
    }
}
