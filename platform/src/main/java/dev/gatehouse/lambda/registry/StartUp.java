package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.model.StoredEventConfig;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredUrl;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the stored functions back into the data plane, in five reads however many there are. */
public final class StartUp {
    private final FunctionDocuments documents;
    private final Plans plans;
    private final Activations activations;

    public StartUp(Store store, Plans plans, Activations activations) {
        this.documents = FunctionDocuments.of(store);
        this.plans = plans;
        this.activations = activations;
    }

    public void run() {
        Map<FunctionReference, List<StoredVersion>> versions = byFunction(documents.versions());
        Map<FunctionReference, List<StoredAlias>> aliases = byFunction(documents.aliases());
        Map<FunctionReference, List<StoredUrl>> urls = byFunction(documents.urls());
        Map<FunctionReference, List<StoredEventConfig>> eventConfigs =
                byFunction(documents.eventConfigs());
        documents
                .functions()
                .forEach(
                        (scope, stored) -> {
                            FunctionReference function = FunctionReference.to(scope, stored.id());
                            publish(
                                    function,
                                    stored.value(),
                                    new Plans.Family(
                                            versions.getOrDefault(function, List.of()),
                                            aliases.getOrDefault(function, List.of()),
                                            urls.getOrDefault(function, List.of()),
                                            eventConfigs.getOrDefault(function, List.of())));
                        });
    }

    private void publish(FunctionReference function, StoredFunction stored, Plans.Family family) {
        plans.publish(function, stored, family);
        if (activations.isUndone(stored.latest())
                || family.published().stream().anyMatch(activations::isUndone)) {
            activations.start(function);
        }
    }

    private static <T> Map<FunctionReference, List<T>> byFunction(Documents<T> children) {
        Map<FunctionReference, List<T>> families = new HashMap<>();
        children.forEach(
                (scope, stored) ->
                        families.computeIfAbsent(
                                        parent(scope, stored.id()), key -> new ArrayList<>())
                                .add(stored.value()));
        return families;
    }

    private static FunctionReference parent(Scope scope, String childId) {
        return FunctionReference.to(scope, FunctionDocuments.functionOf(childId));
    }
}
