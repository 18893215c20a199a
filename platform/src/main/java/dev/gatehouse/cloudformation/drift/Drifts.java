package dev.gatehouse.cloudformation.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.FormerSecrets;
import dev.gatehouse.cloudformation.live.LiveState;
import dev.gatehouse.cloudformation.live.PropertyDifferences;
import dev.gatehouse.cloudformation.live.PropertyDifferences.Difference;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether resources are what their stack made of them. Types whose state cannot be read are
 * not checked, and neither are properties that their service does not tell.
 */
public final class Drifts {
    private static final Kind<Drift> DRIFTS = new Kind<>("cloudformation.drift", Drift.class);
    private static final Kind<Detection> DETECTIONS =
            new Kind<>("cloudformation.detection", Detection.class);

    private final Store store;
    private final AwsServices services;
    private final CustomResponses responses;
    private final Clock clock;

    public Drifts(Store store, AwsServices services, CustomResponses responses, Clock clock) {
        this.store = store;
        this.services = services;
        this.responses = responses;
        this.clock = clock;
    }

    /**
     * Looks at resources of a stack, and keeps what it found.
     *
     * @param all the resources of the stack
     * @param ids which of them
     */
    public Detection detect(
            CallerIdentity identity, Stack stack, Map<String, StackResource> all, Set<String> ids) {
        ids.forEach(id -> detect(identity, stack, all, id));
        long drifted = of(scope(identity), stack).stream().filter(Drift::isDrifted).count();
        Detection detection =
                new Detection(RequestId.next().toString(), stack.id(), (int) drifted, clock.now());
        store.documents(DETECTIONS).insert(scope(identity), detection.id(), detection);
        keep(scope(identity), stack.id(), detection);
        return detection;
    }

    /** The last look at a stack is found by the stack too. */
    private void keep(Scope scope, String stackId, Detection detection) {
        if (store.documents(DETECTIONS).update(scope, stackId, _ -> detection).isEmpty()) {
            store.documents(DETECTIONS).insert(scope, stackId, detection);
        }
    }

    /**
     * Looks at one resource, and keeps what it found.
     *
     * @param all the resources of the stack
     */
    public Drift detect(
            CallerIdentity identity, Stack stack, Map<String, StackResource> all, String id) {
        StackResource resource = Objects.requireNonNull(all.get(id), id);
        Target target =
                new Target(
                        services.as(identity),
                        identity,
                        stack.name(),
                        stack.id(),
                        id,
                        "",
                        responses);
        FormerSecrets secrets = FormerSecrets.of(stack.wanted()).and(all.values());
        Drift found = hiding(secrets, found(target, id, resource));
        String key = stack.id() + "/" + id;
        Scope scope = scope(identity);
        if (store.documents(DRIFTS).update(scope, key, _ -> found).isEmpty()) {
            store.documents(DRIFTS).insert(scope, key, found);
        }
        return found;
    }

    private Drift found(Target target, String id, StackResource resource) {
        Optional<LiveState> live = LiveState.of(resource.type());
        ResourceSchema schema = ResourceSchemas.named(resource.type()).orElse(null);
        ObjectNode expected = Target.input();
        if (live.isEmpty() || schema == null) {
            return drift(id, resource, "NOT_CHECKED", expected, null, List.of());
        }
        resource.properties()
                .properties()
                .forEach(
                        each -> {
                            boolean told = live.get().tells(each.getKey());
                            // What a dynamic reference stands for is not known here.
                            if (told && !each.getValue().toString().contains("{{resolve:")) {
                                expected.set(each.getKey(), each.getValue());
                            }
                        });
        Map<String, String> parts =
                LiveState.parts(schema, resource.physical(), resource.properties());
        Optional<ObjectNode> actual = live.get().read(target, parts);
        if (actual.isEmpty()) {
            return drift(id, resource, "DELETED", expected, null, List.of());
        }
        List<Difference> differences = PropertyDifferences.between(expected, actual.get());
        String status = differences.isEmpty() ? "IN_SYNC" : "MODIFIED";
        ObjectNode compared =
                actual.get()
                        .deepCopy()
                        .retain(expected.propertyStream().map(Map.Entry::getKey).toList());
        return drift(id, resource, status, expected, compared, differences);
    }

    private static Drift hiding(FormerSecrets secrets, Drift found) {
        Set<String> hidden = new HashSet<>();
        for (Map.Entry<String, JsonNode> each : found.expected().properties()) {
            if (secrets.areIn(each.getValue())) {
                hidden.add(each.getKey());
            }
        }
        return hidden.isEmpty() ? found : found.hiding(hidden);
    }

    private Drift drift(
            String id,
            StackResource resource,
            String status,
            ObjectNode expected,
            @Nullable ObjectNode actual,
            List<Difference> differences) {
        return new Drift(
                id,
                resource.physicalId(),
                resource.type(),
                status,
                expected,
                actual,
                differences,
                clock.now());
    }

    /** What was found of a stack's resources when they were last looked at. */
    public List<Drift> of(Scope scope, Stack stack) {
        return store
                .documents(DRIFTS)
                .list(scope, stack.id() + "/", null, Integer.MAX_VALUE)
                .stream()
                .map(Stored::value)
                .toList();
    }

    /** A look at a stack by its id, or the last one by the stack's. */
    public Optional<Detection> find(Scope scope, String id) {
        return store.documents(DETECTIONS).find(scope, id).map(Stored::value);
    }

    /** Forgets what was found of a stack that changes. */
    public void forget(Scope scope, String stackId) {
        store.documents(DRIFTS).deleteAll(scope, stackId + "/");
        store.documents(DETECTIONS).delete(scope, stackId);
    }

    private static Scope scope(CallerIdentity identity) {
        return new Scope(identity.account(), identity.region());
    }
}
