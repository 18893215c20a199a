package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.ResourceTypes;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.kernel.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one stack from what exists to what is wanted: creates and changes resources in order, then
 * removes what is no longer wanted in reverse order. Every step is recorded before the next begins.
 */
final class StackEngine {
    private static final Logger LOG = LoggerFactory.getLogger(StackEngine.class);

    /** What a resource is a picture of: unwanted resources of these types go before it is made. */
    private static final Map<String, Set<String>> PICTURED =
            Map.of(
                    "AWS::ApiGateway::Deployment",
                    Set.of("AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"));

    private static final String REPLACES =
            "Requested update requires the creation of a new physical resource; hence creating"
                    + " one.";

    private static final Outcome UPDATED = new Outcome("UPDATE_COMPLETE", null);

    /** How a step on a resource ended; the reason is that of a failure. */
    private record Outcome(String status, @Nullable String reason) {}

    private final StackJournal journal;
    private final AwsServices services;
    private final CallerIdentity identity;
    private final Place place;
    private final Clock clock;
    private final Map<String, StackResource> resources;

    /** Resources replaced by others, to be removed at the end, latest first. */
    private final List<Map.Entry<String, StackResource>> replaced = new ArrayList<>();

    StackEngine(
            StackJournal journal,
            AwsServices services,
            CallerIdentity identity,
            Stack stack,
            Clock clock) {
        this.journal = journal;
        this.services = services;
        this.identity = identity;
        this.place = Place.of(identity, stack);
        this.clock = clock;
        this.resources = new LinkedHashMap<>(stack.resources());
    }

    Place place() {
        return place;
    }

    /** Creates and changes resources until the plan is met; stops at the first that fails. */
    void converge(Plan plan) {
        Set<String> wanted = plan.logicalIds();
        for (ResourceDeclaration declared : plan.order()) {
            Intrinsics intrinsics = new Intrinsics(plan.scope(place, resources));
            ObjectNode properties = intrinsics.members(declared.properties());
            StackResource existing = resources.get(declared.logicalId());
            if (existing == null) {
                Set<String> pictured = PICTURED.getOrDefault(declared.type(), Set.of());
                removeWhere(
                        (id, other) -> !wanted.contains(id) && pictured.contains(other.type()),
                        this::remove);
                create(declared, properties, null);
            } else if (!existing.properties().equals(properties)) {
                change(declared, properties, existing);
            }
        }
        arrange(plan);
    }

    /** Puts resources in the plan's order, since a changed one may refer to a later made one. */
    private void arrange(Plan plan) {
        for (ResourceDeclaration declared : plan.order()) {
            StackResource resource = resources.remove(declared.logicalId());
            if (resource != null) {
                resources.put(declared.logicalId(), resource);
            }
        }
        journal.resources(resources);
    }

    /** Takes over what the plan says of leaving resources behind, now that it is met. */
    void settle(Plan plan) {
        for (ResourceDeclaration declared : plan.order()) {
            resources.computeIfPresent(
                    declared.logicalId(), (id, resource) -> resource.with(declared.retention()));
        }
        journal.resources(resources);
    }

    /** Goes back to the resources that others replaced; those others are removed at the end. */
    void reinstate() {
        List<Map.Entry<String, StackResource>> successors = new ArrayList<>();
        for (Map.Entry<String, StackResource> entry : replaced.reversed()) {
            StackResource successor = resources.put(entry.getKey(), entry.getValue());
            if (successor != null) {
                successors.add(Map.entry(entry.getKey(), successor));
            }
        }
        replaced.clear();
        replaced.addAll(successors.reversed());
        journal.resources(resources);
    }

    /**
     * Removes what the plan does not hold, and what was replaced. The stack is what was wanted
     * already, so what resists is left behind, as AWS does.
     */
    void cleanUp(Plan plan) {
        Set<String> wanted = plan.logicalIds();
        removeReplaced(this::discard);
        removeWhere((id, resource) -> !wanted.contains(id), this::discard);
    }

    /** Removes everything; stops at the first that resists. */
    void removeAll() {
        removeReplaced(this::remove);
        removeWhere((id, resource) -> true, this::remove);
    }

    List<Stack.Output> outputs(Plan plan) {
        return plan.outputs(plan.scope(place, resources));
    }

    private void create(
            ResourceDeclaration declared, ObjectNode properties, @Nullable StackResource old) {
        String id = declared.logicalId();
        // To AWS, making a successor is a way of updating.
        String verb = old == null ? "CREATE" : "UPDATE";
        String former = old == null ? "" : old.physicalId();
        journal.record(
                id, former, declared.type(), verb + "_IN_PROGRESS", old == null ? null : REPLACES);
        try {
            Physical made = type(declared.type()).create(target(id), properties);
            if (old != null) {
                replaced.add(Map.entry(id, old.with(declared.retention().whenReplaced())));
            }
            Outcome outcome = new Outcome(verb + "_COMPLETE", null);
            keep(declared, made, properties, declared.retention().whileNew(), outcome);
        } catch (RuntimeException failure) {
            journal.record(id, former, declared.type(), verb + "_FAILED", failure.getMessage());
            throw new StepFailed(id, failure);
        }
    }

    private void change(
            ResourceDeclaration declared, ObjectNode properties, StackResource existing) {
        String id = declared.logicalId();
        ResourceType type = type(declared.type());
        boolean replace =
                ResourceTypes.replacing(declared.type()).stream()
                        .anyMatch(
                                name ->
                                        !existing.properties()
                                                .path(name)
                                                .equals(properties.path(name)));
        if (replace) {
            create(declared, properties, existing);
            return;
        }
        journal.record(id, existing.physicalId(), declared.type(), "UPDATE_IN_PROGRESS", null);
        try {
            Physical changed =
                    type.update(target(id), existing.physical(), existing.properties(), properties);
            keep(declared, changed, properties, existing.retention(), UPDATED);
        } catch (RuntimeException failure) {
            // Part of the change may have been made, so that the way back has to undo all of it.
            Physical same = existing.physical();
            Outcome failed = new Outcome("UPDATE_FAILED", failure.getMessage());
            keep(declared, same, properties, existing.retention(), failed);
            throw new StepFailed(id, failure);
        }
    }

    private void keep(
            ResourceDeclaration declared,
            Physical made,
            ObjectNode properties,
            Retention retention,
            Outcome outcome) {
        resources.put(
                declared.logicalId(),
                new StackResource(
                        declared.type(),
                        made.id(),
                        made.attributes(),
                        properties,
                        retention,
                        clock.now(),
                        outcome.status()));
        journal.resources(resources);
        journal.record(
                declared.logicalId(),
                made.id(),
                declared.type(),
                outcome.status(),
                outcome.reason());
    }

    private void removeReplaced(BiConsumer<String, StackResource> removal) {
        for (Map.Entry<String, StackResource> entry : replaced.reversed()) {
            removal.accept(entry.getKey(), entry.getValue());
        }
        replaced.clear();
    }

    private void removeWhere(
            BiPredicate<String, StackResource> doomed, BiConsumer<String, StackResource> removal) {
        for (String id : List.copyOf(resources.keySet()).reversed()) {
            StackResource resource = resources.get(id);
            if (resource != null && doomed.test(id, resource)) {
                removal.accept(id, resource);
                resources.remove(id);
                journal.resources(resources);
            }
        }
    }

    private void discard(String id, StackResource resource) {
        try {
            remove(id, resource);
        } catch (StepFailed resisting) {
            LOG.warn(
                    "Stack {} leaves {} {} behind: {}",
                    place.stackName(),
                    resource.type(),
                    resource.physicalId(),
                    resisting.getMessage());
        }
    }

    private void remove(String id, StackResource resource) {
        if (resource.retention().onDelete()) {
            journal.record(id, resource.physicalId(), resource.type(), "DELETE_SKIPPED", null);
            return;
        }
        journal.record(id, resource.physicalId(), resource.type(), "DELETE_IN_PROGRESS", null);
        try {
            type(resource.type()).delete(target(id), resource.physical(), resource.properties());
            journal.record(id, resource.physicalId(), resource.type(), "DELETE_COMPLETE", null);
        } catch (RuntimeException failure) {
            journal.record(
                    id,
                    resource.physicalId(),
                    resource.type(),
                    "DELETE_FAILED",
                    failure.getMessage());
            throw new StepFailed(id, failure);
        }
    }

    private Target target(String logicalId) {
        return new Target(services.as(identity), identity, place.stackName(), logicalId);
    }

    private static ResourceType type(String name) {
        return ResourceTypes.named(name);
    }
}
