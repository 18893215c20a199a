package dev.gatehouse.ecr;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository as it is stored.
 *
 * @param mutability whether tags may move, and which not
 * @param scanOnPush whether images are to be scanned when they come
 * @param policy who else may use it, as text; null when no one
 * @param lifecycle which images expire, as text; null when none
 */
record StoredRepository(
        String name,
        Instant created,
        Mutability mutability,
        boolean scanOnPush,
        @Nullable String policy,
        @Nullable String lifecycle,
        Map<String, String> tags) {
    static final Kind<StoredRepository> KIND = new Kind<>("ecr.repository", StoredRepository.class);

    StoredRepository {
        tags = Map.copyOf(tags);
    }

    /**
     * Whether tags may move.
     *
     * @param exclusions wildcards of tags for which it is the other way round
     */
    record Mutability(String setting, List<String> exclusions) {
        static final Mutability DEFAULT = new Mutability("MUTABLE", List.of());

        Mutability {
            exclusions = List.copyOf(exclusions);
        }
    }

    StoredRepository with(Mutability other) {
        return new StoredRepository(name, created, other, scanOnPush, policy, lifecycle, tags);
    }

    StoredRepository scanning(boolean onPush) {
        return new StoredRepository(name, created, mutability, onPush, policy, lifecycle, tags);
    }

    StoredRepository underPolicy(@Nullable String text) {
        return new StoredRepository(name, created, mutability, scanOnPush, text, lifecycle, tags);
    }

    StoredRepository expiringBy(@Nullable String text) {
        return new StoredRepository(name, created, mutability, scanOnPush, policy, text, tags);
    }

    StoredRepository tagged(Map<String, String> others) {
        return new StoredRepository(
                name, created, mutability, scanOnPush, policy, lifecycle, others);
    }
}
