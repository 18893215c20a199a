package dev.gatehouse.lambda.api;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.code.CodeLimits;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerDocuments;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** How much room packages may take: a function with its layers, and all of an account together. */
final class CodeQuotas {
    private final FunctionDocuments functions;
    private final LayerDocuments layers;
    private final CodeLimits limits;
    private final long totalBytes;

    /**
     * No less than what each account has stored in a region; counted again only where that leaves
     * no room, so that with thousands of functions a change stays cheap.
     */
    private final Map<Scope, Long> atMost = new ConcurrentHashMap<>();

    /**
     * @param totalBytes all archives of functions and layers of an account in a region
     */
    CodeQuotas(Store store, CodeLimits limits, long totalBytes) {
        this.functions = FunctionDocuments.of(store);
        this.layers = LayerDocuments.of(store);
        this.limits = limits;
        this.totalBytes = totalBytes;
    }

    CodeLimits limits() {
        return limits;
    }

    long totalBytes() {
        return totalBytes;
    }

    /** The bytes of all archives, each version's its own even where versions share one. */
    long usedBytes(Scope scope) {
        return sum(functions.functions(), scope, each -> each.latest().code().zippedBytes())
                + sum(functions.versions(), scope, each -> each.code().zippedBytes())
                + sum(layers.versions(), scope, each -> each.code().zippedBytes());
    }

    private static <T> long sum(Documents<T> documents, Scope scope, ToLongFunction<T> bytes) {
        List<Stored<T>> all = documents.list(scope, "", null, Integer.MAX_VALUE);
        return all.stream().map(Stored::value).mapToLong(bytes).sum();
    }

    /**
     * Lets archives be stored.
     *
     * @param moreBytes what comes
     * @param lessBytes what goes in its favour
     * @throws ServiceException CodeStorageExceededException
     */
    void requireStorage(Scope scope, long moreBytes, long lessBytes) {
        atMost.compute(
                scope,
                (_, known) -> {
                    if (known != null && known + moreBytes <= totalBytes) {
                        return known + moreBytes;
                    }
                    long used = usedBytes(scope);
                    if (used - lessBytes + moreBytes > totalBytes) {
                        throw new ServiceException(
                                "CodeStorageExceededException",
                                400,
                                "Code storage limit exceeded.",
                                Map.of("Type", "User"));
                    }
                    return used + moreBytes;
                });
    }

    /**
     * Lets a package and layers run together.
     *
     * @throws ServiceException InvalidParameterValueException
     */
    void requireFits(VersionCode code, List<LayerReference> layersOver) {
        long bytes =
                code.unzippedBytes()
                        + layersOver.stream().mapToLong(LayerReference::unzippedBytes).sum();
        if (bytes > limits.unzippedBytes()) {
            throw LambdaErrors.invalidParameter(
                    ("Function code combined with layers exceeds the maximum allowed size of %d"
                                    + " bytes. The actual size is %d bytes.")
                            .formatted(limits.unzippedBytes(), bytes));
        }
    }
}
