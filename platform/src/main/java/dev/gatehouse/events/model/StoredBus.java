package dev.gatehouse.events.model;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event bus as it is stored; the default one is nowhere, and everywhere there. */
public record StoredBus(
        String name, @Nullable String description, Instant createdAt, Map<String, String> tags) {
    public static final Kind<StoredBus> KIND = new Kind<>("events.bus", StoredBus.class);
    public static final String DEFAULT = "default";

    public StoredBus {
        tags = Map.copyOf(tags);
    }

    public StoredBus tagged(Map<String, String> others) {
        return new StoredBus(name, description, createdAt, others);
    }
}
