package dev.gatehouse.gateway.plan.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The client certificates in force, by id. */
public final class ClientIdentities {
    private final Map<String, ClientIdentity> identities = new ConcurrentHashMap<>();

    /** What a stage with a certificate shows; null for one without. */
    public @Nullable ClientIdentity find(@Nullable String id) {
        return id == null ? null : identities.get(id);
    }

    public void publish(ClientIdentity identity) {
        identities.put(identity.id(), identity);
    }

    public void remove(String id) {
        identities.remove(id);
    }
}
