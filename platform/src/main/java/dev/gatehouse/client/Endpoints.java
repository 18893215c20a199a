package dev.gatehouse.client;

import dev.gatehouse.kernel.AccountId;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the services are that this node is not, by the names that requests are signed with. */
public interface Endpoints {

    /** Whether a service has an endpoint. */
    boolean has(String service);

    /**
     * Where a service is; null for one that has no endpoint. May block while what serves there is
     * started.
     *
     * @throws dev.gatehouse.kernel.ServiceException where that cannot be
     */
    @Nullable URI of(String service);

    /**
     * Headers by which the development engine knows the account that is acted in; empty where it is
     * not the endpoint.
     */
    Map<String, String> naming(String service, AccountId account);

    /** Endpoints that are there all the time. */
    static Endpoints of(Map<String, URI> endpoints) {
        Map<String, URI> all = Map.copyOf(endpoints);
        return new Endpoints() {
            @Override
            public boolean has(String service) {
                return all.containsKey(service);
            }

            @Override
            public @Nullable URI of(String service) {
                return all.get(service);
            }

            @Override
            public Map<String, String> naming(String service, AccountId account) {
                return Map.of();
            }
        };
    }
}
