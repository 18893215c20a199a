package dev.gatehouse.app.engine;

import dev.gatehouse.client.Endpoints;
import dev.gatehouse.kernel.AccountId;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services at endpoints of their own, and others at the development engine. */
public final class EngineEndpoints implements Endpoints {
    private static final String ACCOUNT = "x-moto-account-id";

    private final Map<String, URI> endpoints;
    private final Set<String> served;
    private final Engine engine;

    /**
     * @param endpoints by signing name; these win
     * @param served what the engine serves
     */
    public EngineEndpoints(Map<String, URI> endpoints, Set<String> served, Engine engine) {
        this.endpoints = Map.copyOf(endpoints);
        this.served = Set.copyOf(served);
        this.engine = engine;
    }

    @Override
    public boolean has(String service) {
        return endpoints.containsKey(service) || served.contains(service);
    }

    @Override
    public @Nullable URI of(String service) {
        URI known = endpoints.get(service);
        return known == null && served.contains(service) ? engine.endpoint() : known;
    }

    @Override
    public Map<String, String> naming(String service, AccountId account) {
        return isEngines(service) ? Map.of(ACCOUNT, account.value()) : Map.of();
    }

    boolean isEngines(String service) {
        return served.contains(service) && !endpoints.containsKey(service);
    }
}
