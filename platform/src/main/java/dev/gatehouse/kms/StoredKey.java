package dev.gatehouse.kms;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored.
 *
 * @param id names it in its account and region
 * @param created when
 * @param material what it encrypts with, the newest last; older ones only decrypt
 * @param enabled whether it may be used
 * @param deletion when it goes; null when it stays
 * @param settings what its owner says of it
 */
record StoredKey(
        String id,
        Instant created,
        List<Material> material,
        boolean enabled,
        @Nullable Deletion deletion,
        Settings settings) {
    static final Kind<StoredKey> KIND = new Kind<>("kms.key", StoredKey.class);

    StoredKey {
        material = List.copyOf(material);
    }

    /**
     * The bytes of a key.
     *
     * @param sealed under the node's master key
     */
    record Material(String sealed, Instant created) {}

    /**
     * @param days how long it waits until then
     */
    record Deletion(Instant at, int days) {}

    /**
     * @param policy who may use it, as a document
     * @param rotation after how many days it gets new material; null for never
     */
    record Settings(
            String description,
            String policy,
            @Nullable Integer rotation,
            Map<String, String> tags) {
        Settings {
            tags = Map.copyOf(tags);
        }

        Settings described(String other) {
            return new Settings(other, policy, rotation, tags);
        }

        Settings under(String other) {
            return new Settings(description, other, rotation, tags);
        }

        Settings rotating(@Nullable Integer days) {
            return new Settings(description, policy, days, tags);
        }

        Settings tagged(Map<String, String> others) {
            return new Settings(description, policy, rotation, others);
        }
    }

    /** What calls about it are told. */
    String state() {
        if (deletion != null) {
            return "PendingDeletion";
        }
        return enabled ? "Enabled" : "Disabled";
    }

    boolean isGone(Instant now) {
        return deletion != null && !deletion.at().isAfter(now);
    }

    StoredKey with(Settings others) {
        return new StoredKey(id, created, material, enabled, deletion, others);
    }

    StoredKey enabling(boolean is) {
        return new StoredKey(id, created, material, is, deletion, settings);
    }

    /** A key that waits for its end is disabled, and stays so when it need not go. */
    StoredKey ending(@Nullable Deletion at) {
        return new StoredKey(id, created, material, false, at, settings);
    }

    StoredKey renewed(Material newest) {
        List<Material> all = new ArrayList<>(material);
        all.add(newest);
        return new StoredKey(id, created, all, enabled, deletion, settings);
    }
}
