package dev.gatehouse.lambda.api;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes the packages no function, version or layer names, once no environment of a former version
 * can still be reading them.
 */
final class CodeSweep {
    private static final Duration GRACE = Duration.ofHours(1);

    private final Store store;
    private final CodeStore packages;
    private final Clock clock;

    CodeSweep(Store store, CodeStore packages, Clock clock) {
        this.store = store;
        this.packages = packages;
        this.clock = clock;
    }

    /** Says how many packages went. */
    int run() {
        Set<BlobKey> live = new HashSet<>();
        FunctionDocuments functions = FunctionDocuments.of(store);
        functions.functions().forEach((scope, stored) -> keep(stored.value().latest(), live));
        functions.versions().forEach((scope, stored) -> keep(stored.value(), live));
        LayerDocuments.of(store)
                .versions()
                .forEach((scope, stored) -> live.add(stored.value().code().key()));
        return packages.sweep(live, clock.now().minus(GRACE));
    }

    private static void keep(StoredVersion version, Set<BlobKey> live) {
        live.add(version.code().key());
        version.configuration().layers().stream().map(LayerReference::code).forEach(live::add);
    }
}
