package dev.gatehouse.lambda.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.store.BlobKey;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process found out about trees it made, so that a package that comes again costs a look:
 * tools upload one package for many functions. What is forgotten is found out again.
 */
final class KnownTrees {
    private static final int MOST = 10_000;

    private final Cache<BlobKey, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Known(long bytes, Set<String> preparedFor) {}

    /** Notes a tree that was made just now. */
    void add(BlobKey key, long bytes) {
        known.put(key, new Known(bytes, ConcurrentHashMap.newKeySet()));
    }

    /** The size of all files together, in bytes; empty when it is not known. */
    OptionalLong bytes(BlobKey key) {
        Known tree = known.getIfPresent(key);
        return tree == null ? OptionalLong.empty() : OptionalLong.of(tree.bytes());
    }

    /** Whether a tree is not known to have been prepared for a runtime; from now on it is. */
    boolean prepare(BlobKey key, String runtime) {
        Known tree = known.getIfPresent(key);
        return tree == null || tree.preparedFor().add(runtime);
    }
}
