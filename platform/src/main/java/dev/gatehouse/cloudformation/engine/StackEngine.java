package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Attempt;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import dev.gatehouse.kernel.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one stack from what exists to what is wanted: creates and changes resources in order, then
 * removes what is no longer wanted in reverse order. Every step is recorded before it begins and
 * when it ended, so that whoever goes on after a crash knows what there may be.
 */
public final class StackEngine {
    private static final Logger LOG = LoggerFactory.getLogger(StackEngine.class);

    /** What a resource is a picture of: unwanted resources of these types go before it is made. */
    private static final Map<String, Set<String>> PICTURED =
            Map.of(
                    "AWS::ApiGateway::Deployment",
                    Set.of("AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"));

    private static final String REPLACES =
            "Requested update requires the creation of a new physical resource; hence creating"
                    + " one.";

    private final StackJournal journal;
    private final StackResources resources;
    private final Attempts attempts;
    private final Place place;
    private final Clock clock;

    public StackEngine(
            StackJournal journal,
            StackResources resources,
            Attempts attempts,
            Place place,
            Clock clock) {
        this.journal = journal;
        this.resources = resources;
        this.attempts = attempts;
        this.place = place;
        this.clock = clock;
    }

    Place place() {
        return place;
    }

    /** Creates and changes resources until the plan is met; stops at the first that fails. */
    void converge(Plan plan) {
        Set<String> wanted = plan.logicalIds();
        for (ResourceDeclaration declared : plan.order()) {
            Intrinsics intrinsics = new Intrinsics(plan.scope(place, resources.existing()));
            ObjectNode properties = intrinsics.members(declared.properties());
            StackResource existing = resources.find(declared.logicalId());
            if (existing == null) {
                Set<String> pictured = PICTURED.getOrDefault(declared.type(), Set.of());
                removeWhere(
                        document ->
                                !wanted.contains(document.logicalId())
                                        && pictured.contains(document.resource().type()),
                        this::remove);
                create(declared, properties, null);
            } else if (!existing.properties().equals(properties)) {
                change(declared, properties, existing);
            }
        }
        resources.arrange(plan.order());
    }

    /** Takes over what the plan says of leaving resources behind, now that it is met. */
    void settle(Plan plan) {
        resources.settle(plan.order());
    }

    /** Goes back to the resources that others replaced; those others are removed at the end. */
    void reinstate() {
        resources.reinstate();
        // What an attempt left unfinished has nothing to go back to.
        removeWhere(document -> document.attempt() != null, this::remove);
    }

    /**
     * Removes what the plan does not hold, and what was replaced. The stack is what was wanted
     * already, so what resists is left behind, as AWS does.
     */
    void cleanUp(Plan plan) {
        Set<String> wanted = plan.logicalIds();
        resources.pastLatestFirst().forEach(this::discard);
        removeWhere(document -> !wanted.contains(document.logicalId()), this::discard);
    }

    /** Removes everything; stops at the first that resists. */
    void removeAll() {
        resources.pastLatestFirst().forEach(this::remove);
        removeWhere(document -> true, this::remove);
    }

    List<Stack.Output> outputs(Plan plan) {
        return plan.outputs(plan.scope(place, resources.existing()));
    }

    private void create(
            ResourceDeclaration declared, ObjectNode properties, @Nullable StackResource old) {
        String id = declared.logicalId();
        // To AWS, making a successor is a way of updating.
        String verb = old == null ? "CREATE" : "UPDATE";
        String former = old == null ? "" : old.physicalId();
        journal.record(
                id, former, declared.type(), verb + "_IN_PROGRESS", old == null ? null : REPLACES);
        Retention retention = declared.retention().whileNew();
        Physical nothing = new Physical("", JsonNodeFactory.instance.objectNode());
        StackResource planned =
                resource(declared, nothing, properties, retention, verb + "_IN_PROGRESS");
        Attempt attempt = null;
        try {
            attempt = attempts.prepare(id, declared.type(), properties);
            resources.attempt(declared, planned, attempt);
            Physical made = attempts.create(id, declared.type(), properties, attempt);
            keep(declared, resource(declared, made, properties, retention, verb + "_COMPLETE"));
        } catch (RuntimeException failure) {
            abandon(id, planned, attempt, old);
            journal.record(id, former, declared.type(), verb + "_FAILED", reason(failure));
            throw new StepFailed(id, failure);
        }
    }

    /**
     * What a failed attempt left is removed at once; what resists stays recorded, to be tried
     * again.
     */
    private void abandon(
            String id,
            StackResource planned,
            @Nullable Attempt attempt,
            @Nullable StackResource old) {
        if (attempt == null) {
            return;
        }
        try {
            attempts.sweep(id, planned, attempt);
            resources.abandon(id, old);
        } catch (RuntimeException resisting) {
            LOG.warn("Stack {}: {} may be left: {}", place.stackName(), id, reason(resisting));
        }
    }

    private void change(
            ResourceDeclaration declared, ObjectNode properties, StackResource existing) {
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
        String id = declared.logicalId();
        Physical physical = existing.physical();
        Retention retention = existing.retention();
        journal.record(id, existing.physicalId(), declared.type(), "UPDATE_IN_PROGRESS", null);
        // Part of the change may be made from here on, so that the way back has to undo all of it.
        resources.keep(
                id, resource(declared, physical, properties, retention, "UPDATE_IN_PROGRESS"));
        try {
            Physical changed =
                    ResourceTypes.named(declared.type())
                            .update(
                                    attempts.target(id, ""),
                                    physical,
                                    existing.properties(),
                                    properties);
            keep(declared, resource(declared, changed, properties, retention, "UPDATE_COMPLETE"));
        } catch (RuntimeException failure) {
            resources.keep(
                    id, resource(declared, physical, properties, retention, "UPDATE_FAILED"));
            journal.record(id, physical.id(), declared.type(), "UPDATE_FAILED", reason(failure));
            throw new StepFailed(id, failure);
        }
    }

    private StackResource resource(
            ResourceDeclaration declared,
            Physical physical,
            ObjectNode properties,
            Retention retention,
            String status) {
        return new StackResource(
                declared.type(),
                physical.id(),
                physical.attributes(),
                properties,
                retention,
                clock.now(),
                status);
    }

    private void keep(ResourceDeclaration declared, StackResource resource) {
        resources.keep(declared.logicalId(), resource);
        journal.record(
                declared.logicalId(),
                resource.physicalId(),
                resource.type(),
                resource.status(),
                null);
    }

    private void removeWhere(
            Predicate<ResourceDocument> doomed, Consumer<ResourceDocument> removal) {
        resources.latestFirst().stream().filter(doomed).forEach(removal);
    }

    private void discard(ResourceDocument document) {
        try {
            remove(document);
        } catch (StepFailed resisting) {
            resources.remove(document);
            LOG.warn(
                    "Stack {} leaves {} {} behind: {}",
                    place.stackName(),
                    document.resource().type(),
                    document.resource().physicalId(),
                    resisting.getMessage());
        }
    }

    private void remove(ResourceDocument document) {
        String id = document.logicalId();
        StackResource resource = document.resource();
        String physical = resource.physicalId();
        if (resource.retention().onDelete()) {
            journal.record(id, physical, resource.type(), "DELETE_SKIPPED", null);
            resources.remove(document);
            return;
        }
        journal.record(id, physical, resource.type(), "DELETE_IN_PROGRESS", null);
        try {
            attempts.remove(document);
            resources.remove(document);
            journal.record(id, physical, resource.type(), "DELETE_COMPLETE", null);
        } catch (RuntimeException failure) {
            journal.record(id, physical, resource.type(), "DELETE_FAILED", reason(failure));
            throw new StepFailed(id, failure);
        }
    }

    /** Why a step failed; never nothing, also for a fault of ours. */
    private static String reason(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? "Internal Failure" : message;
    }
}
