package dev.gatehouse.lambda.model;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * The stored layers.
 *
 * @param layers by name
 * @param versions by {@code name/number} with ten digits
 */
public record LayerDocuments(
        Documents<StoredLayer> layers, Documents<StoredLayerVersion> versions) {
    private static final Kind<StoredLayer> LAYER = new Kind<>("lambda.layer", StoredLayer.class);
    private static final Kind<StoredLayerVersion> VERSION =
            new Kind<>("lambda.layer-version", StoredLayerVersion.class);

    /** Each call stands on its own. */
    public static LayerDocuments of(Store store) {
        return new LayerDocuments(store.documents(LAYER), store.documents(VERSION));
    }

    /** All calls belong to {@code transaction}. */
    public static LayerDocuments of(Transaction transaction) {
        return new LayerDocuments(transaction.documents(LAYER), transaction.documents(VERSION));
    }

    /** The id of a layer version. */
    public static String versionId(String name, long number) {
        return "%s/%010d".formatted(name, number);
    }

    /** A version of a layer. */
    public Optional<StoredLayerVersion> version(Scope scope, String name, long number) {
        return versions.find(scope, versionId(name, number)).map(Stored::value);
    }

    /** All versions of a layer, newest first. */
    public List<StoredLayerVersion> versions(Scope scope, String name) {
        return versions.list(scope, name + '/', null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList()
                .reversed();
    }
}
