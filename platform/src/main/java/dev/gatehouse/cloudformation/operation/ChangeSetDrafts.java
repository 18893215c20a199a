package dev.gatehouse.cloudformation.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.ChangeSet.State;
import dev.gatehouse.cloudformation.changeset.Comparison;
import dev.gatehouse.cloudformation.changeset.Importable;
import dev.gatehouse.cloudformation.changeset.NestedTemplate;
import dev.gatehouse.cloudformation.changeset.PlannedChange;
import dev.gatehouse.cloudformation.plan.Capabilities;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.stack.Nesting;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.cloudformation.NestedStack;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Works change sets out, with those of nested stacks; nothing is stored. */
final class ChangeSetDrafts {
    private static final List<NestedTemplate> NONE = List.of();

    private static final String NOTHING =
            "The submitted information didn't contain changes. Submit different information to"
                    + " create a change set.";

    private static final String MODIFIED =
            "You have modified resources %s in your template that are not being imported. Update,"
                    + " create or delete operations cannot be executed during import operations.";

    private static final String NESTED_FAILED =
            "Nested change set %s was not successfully created: Currently in FAILED.";

    /** Letters of the names of nested stacks' sets, which AWS bounds at 128. */
    private static final int LONGEST_NAME = 128;

    /** Sets of nested stacks that one may have, in all. */
    private static final int MOST_NESTED = 500;

    private final Stacks stacks;
    private final Clock clock;
    private final CallerIdentity identity;
    private final UnaryOperator<String> templates;
    private int made;

    /**
     * @param templates reads a template by its URL
     */
    ChangeSetDrafts(
            Stacks stacks, Clock clock, CallerIdentity identity, UnaryOperator<String> templates) {
        this.stacks = stacks;
        this.clock = clock;
        this.identity = identity;
        this.templates = templates;
    }

    /**
     * A set that is worked out.
     *
     * @param stack the stack it is of, which may be stored only with it
     * @param nested those of the stacks nested in that, and in those
     */
    record Draft(Stack stack, ChangeSet set, List<Draft> nested) {
        /** This one and all below it, from the top. */
        List<Draft> all() {
            List<Draft> all = new ArrayList<>(List.of(this));
            nested.forEach(each -> all.addAll(each.all()));
            return all;
        }

        private boolean isNothing() {
            return NOTHING.equals(set.state().reason());
        }
    }

    Draft of(
            Stack stack,
            String name,
            Stack.Wanted wanted,
            ChangeSet.Request request,
            List<ResourceImports.Asked> imports) {
        Place place = Place.of(identity, stack);
        Plan plan = stacks.plans().of(identity, stack, wanted);
        Map<String, StackResource> resources = stacks.resources(identity, stack);
        Map<String, Importable> found =
                stacks.imports().found(identity, stack, plan, wanted, request, imports);
        Comparison comparison = Comparison.of(stack, resources, plan, place, found);
        ChangeSet alone =
                new ChangeSet(
                        id(name),
                        name,
                        new ChangeSet.Basis(stack.id(), stack.name(), stack.changed()),
                        request,
                        wanted,
                        changes(comparison, request.type()),
                        State.AVAILABLE);
        Map<String, Draft> nested = new LinkedHashMap<>();
        for (NestedTemplate each : looksInto(request) ? comparison.nested() : NONE) {
            String id = each.logicalId();
            nested(alone, stack, resources.get(id), each).ifPresent(draft -> nested.put(id, draft));
        }
        ChangeSet whole = alone.with(withNested(alone.changes(), nested), State.AVAILABLE);
        nested.values().removeIf(Draft::isNothing);
        // Outputs of what is yet to be made have no values.
        boolean rest =
                whole.changes().isEmpty()
                        && Comparison.hasSameRest(stack, resources, plan, place, wanted);
        List<Draft> below = List.copyOf(nested.values());
        State state = state(whole, stack, plan, rest, below);
        return new Draft(stack, whole.with(whole.changes(), state), below);
    }

    private static boolean looksInto(ChangeSet.Request request) {
        return request.includeNested() && request.type() != ChangeSet.Type.IMPORT;
    }

    /** An import does not look into nested stacks. */
    private static List<PlannedChange> changes(Comparison comparison, ChangeSet.Type type) {
        return type == ChangeSet.Type.IMPORT
                ? comparison.changes().stream().filter(each -> !each.isAutomatic()).toList()
                : comparison.changes();
    }

    private String id(String name) {
        String resource = "changeSet/" + name + "/" + RequestId.next();
        return Arn.of("cloudformation", identity.region(), identity.account(), resource).toString();
    }

    private static State state(
            ChangeSet set, Stack stack, Plan plan, boolean sameRest, List<Draft> nested) {
        if (set.request().type() == ChangeSet.Type.IMPORT) {
            return imported(set.changes());
        }
        Optional<String> missing =
                Capabilities.missing(plan.template(), set.wanted().capabilities());
        if (missing.isPresent()) {
            return State.failed(Capabilities.reason(missing.get()));
        }
        for (Draft each : nested) {
            if (!each.set().state().equals(State.AVAILABLE)) {
                return State.failed(NESTED_FAILED.formatted(each.set().id()));
            }
        }
        boolean same = stack.status().endsWith("_COMPLETE") && set.changes().isEmpty() && sameRest;
        return same ? State.failed(NOTHING) : State.AVAILABLE;
    }

    /** An import changes nothing else. */
    private static State imported(List<PlannedChange> changes) {
        List<String> others =
                changes.stream()
                        .filter(change -> change.action() != PlannedChange.Action.Import)
                        .map(PlannedChange::logicalId)
                        .toList();
        return others.isEmpty() ? State.AVAILABLE : State.failed(MODIFIED.formatted(others));
    }

    /**
     * The set of a nested stack; none where its template, or whether it can be made of it, is known
     * only when other resources are there.
     */
    private Optional<Draft> nested(
            ChangeSet parent,
            Stack above,
            @Nullable StackResource existing,
            NestedTemplate template) {
        JsonNode url = template.properties().path("TemplateURL");
        if (Comparison.isLater(url)) {
            return Optional.empty();
        }
        made++;
        if (made > MOST_NESTED) {
            throw TemplateErrors.of(
                    "A change set has those of %d nested stacks at most", MOST_NESTED);
        }
        String physicalId = existing == null ? "" : existing.physicalId();
        boolean exists = !physicalId.isEmpty();
        Stack stack =
                exists
                        ? stacks.require(identity, physicalId)
                        : Stack.unborn(identity, name(above, template), clock.now());
        ChangeSet.Type type = exists ? ChangeSet.Type.UPDATE : ChangeSet.Type.CREATE;
        Stack.Wanted wanted =
                wanted(templates.apply(url.asText()), template.properties(), parent.wanted())
                        .with(stack.wanted().settings().nestedAs(Nesting.in(above)));
        String name =
                Target.generatedName(
                        parent.name(), template.logicalId(), Target.newToken(), LONGEST_NAME);
        try {
            Stack.Wanted fetched = stacks.plans().fetched(identity, wanted);
            return Optional.of(
                    of(
                            stack.with(wanted.settings()),
                            name,
                            fetched,
                            parent.request().nestedIn(parent, type),
                            List.of()));
        } catch (ServiceException problem) {
            if (isPartlyKnown(template.properties())) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private static Stack.Wanted wanted(String text, ObjectNode properties, Stack.Wanted above) {
        Map<String, String> parameters = new LinkedHashMap<>();
        properties
                .path("Parameters")
                .properties()
                .forEach(
                        each ->
                                parameters.put(
                                        each.getKey(), NestedStack.parameter(each.getValue())));
        Map<String, String> tags = new LinkedHashMap<>();
        properties
                .path("Tags")
                .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return new Stack.Wanted(text, parameters, tags, above.capabilities(), above.role());
    }

    private static String name(Stack above, NestedTemplate template) {
        return Target.generatedName(
                above.name(), template.logicalId(), Target.newToken(), NestedStack.LONGEST_NAME);
    }

    private static boolean isPartlyKnown(ObjectNode properties) {
        return properties.path("Parameters").valueStream().anyMatch(Comparison::isLater);
    }

    /** Changes of nested stacks with their sets, and none of those in which nothing changes. */
    private static List<PlannedChange> withNested(
            List<PlannedChange> changes, Map<String, Draft> nested) {
        List<PlannedChange> whole = new ArrayList<>();
        for (PlannedChange change : changes) {
            Draft own = nested.get(change.logicalId());
            if (own != null && !own.isNothing()) {
                whole.add(change.within(own.set().id(), own.stack().id()));
            } else if (own == null || !change.isAutomatic()) {
                whole.add(change);
            }
        }
        return whole;
    }
}
