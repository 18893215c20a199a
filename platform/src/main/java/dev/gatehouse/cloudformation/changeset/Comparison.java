package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.changeset.PlannedChange.Context;
import dev.gatehouse.cloudformation.changeset.PlannedChange.Detail;
import dev.gatehouse.cloudformation.changeset.PlannedChange.Replacement;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.plan.StackScope;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.References;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import dev.gatehouse.cloudformation.type.cloudformation.NestedStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What it takes to bring a stack to a plan, worked out without doing it. What refers to a resource
 * that does not exist yet cannot be known and counts as a change.
 */
public final class Comparison {
    /** AWS's word for such a value. */
    private static final JsonNode LATER =
            JsonNodeFactory.instance.textNode("{{changeSet:KNOWN_AFTER_APPLY}}");

    private final Map<String, StackResource> resources;
    private final Plan plan;
    private final StackScope scope;
    private final FormerSecrets secrets;
    private final Contexts contexts;
    private final Map<String, Importable> imports;
    private final Set<String> renewed = new HashSet<>();
    private final List<PlannedChange> changes = new ArrayList<>();
    private final List<NestedTemplate> nested = new ArrayList<>();

    private Comparison(
            Map<String, StackResource> resources,
            Plan plan,
            Place place,
            FormerSecrets secrets,
            Map<String, Importable> imports) {
        this.resources = resources;
        this.plan = plan;
        this.scope = plan.scope(place, resources);
        this.secrets = secrets;
        this.contexts = new Contexts(plan, secrets);
        this.imports = imports;
    }

    /**
     * @param stack as it is
     * @param resources what exists of it
     * @param imports what it would take over, by logical id
     */
    public static Comparison of(
            Stack stack,
            Map<String, StackResource> resources,
            Plan plan,
            Place place,
            Map<String, Importable> imports) {
        Comparison comparison =
                new Comparison(
                        resources,
                        plan,
                        place,
                        FormerSecrets.of(stack.wanted()).and(resources.values()),
                        imports);
        plan.order().forEach(comparison::compare);
        comparison.removals();
        return comparison;
    }

    /** Whether a value is known only once other resources have changed. */
    public static boolean isLater(JsonNode value) {
        return value.equals(LATER);
    }

    /** What would happen to resources. */
    public List<PlannedChange> changes() {
        return List.copyOf(changes);
    }

    /** The stacks that the plan nests. */
    public List<NestedTemplate> nested() {
        return List.copyOf(nested);
    }

    /** Whether a stack is already what is wanted. */
    public static boolean isSame(
            Stack stack,
            Map<String, StackResource> resources,
            Plan plan,
            Place place,
            Stack.Wanted wanted) {
        return of(stack, resources, plan, place, Map.of()).changes.isEmpty()
                && hasSameRest(stack, resources, plan, place, wanted);
    }

    /** Whether a stack is what is wanted but for its resources. */
    public static boolean hasSameRest(
            Stack stack,
            Map<String, StackResource> resources,
            Plan plan,
            Place place,
            Stack.Wanted wanted) {
        return plan.outputs(plan.scope(place, resources)).equals(stack.outputs())
                && wanted.tags().equals(stack.wanted().tags());
    }

    private void compare(ResourceDeclaration declared) {
        if (declared.type().equals(NestedStack.NAME)) {
            nested.add(new NestedTemplate(declared.logicalId(), within(declared)));
        }
        StackResource existing = resources.get(declared.logicalId());
        String id = declared.logicalId();
        if (existing == null || existing.physicalId().isEmpty()) {
            Importable found = imports.get(id);
            Context context = new Context(null, after(declared));
            keep(
                    found == null
                            ? PlannedChange.add(id, declared.type(), context)
                            : PlannedChange.imports(id, found, declared.type(), context));
            return;
        }
        List<Detail> details = details(existing, declared);
        if (details.isEmpty() && ResourceTypes.named(declared.type()).changesWithin()) {
            details.add(Detail.AUTOMATIC);
        }
        if (!details.isEmpty()) {
            String before = contexts.of(existing.properties(), declared.properties());
            Context context = new Context(before, after(declared));
            keep(PlannedChange.modify(id, existing, replacement(details), details, context));
        }
    }

    private ObjectNode within(ResourceDeclaration declared) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : declared.properties().properties()) {
            if (each.getValue() instanceof ObjectNode parts && !Intrinsics.isCall(parts)) {
                ObjectNode values = known.putObject(each.getKey());
                parts.properties().forEach(part -> put(values, part.getKey(), part.getValue()));
            } else {
                put(known, each.getKey(), each.getValue());
            }
        }
        return known;
    }

    private void put(ObjectNode values, String name, JsonNode written) {
        JsonNode value = value(name, written);
        if (!value.isMissingNode()) {
            values.set(name, value);
        }
    }

    private String after(ResourceDeclaration declared) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        declared.properties()
                .properties()
                .forEach(each -> put(properties, each.getKey(), each.getValue()));
        return contexts.of(properties, declared.properties());
    }

    private JsonNode value(String name, JsonNode written) {
        return isKnown(written) ? evaluated(name, written) : LATER;
    }

    private boolean isKnown(JsonNode written) {
        return Collections.disjoint(References.in(written), renewed);
    }

    private void keep(PlannedChange change) {
        changes.add(change);
        if (change.renews()) {
            renewed.add(change.logicalId());
        }
    }

    private List<Detail> details(StackResource existing, ResourceDeclaration declared) {
        Set<String> recreating = ResourceTypes.replacing(declared.type());
        ObjectNode before = existing.properties();
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        declared.properties().fieldNames().forEachRemaining(names::add);
        List<Detail> details = new ArrayList<>();
        for (String name : names) {
            JsonNode written = declared.properties().path(name);
            boolean known = isKnown(written);
            JsonNode after = value(name, written);
            if (!before.path(name).equals(after)) {
                Detail detail =
                        Detail.property(
                                name, before.path(name), after, known, recreating.contains(name));
                boolean secret =
                        contexts.isSecret(written)
                                || secrets.areIn(before.path(name))
                                || secrets.areIn(after);
                details.add(secret ? detail.masked() : detail);
            }
        }
        Retention present = existing.retention();
        Retention wanted = declared.retention();
        if (present.onDelete() != wanted.onDelete()
                || present.onRollback() != wanted.onRollback()) {
            details.add(new Detail("DeletionPolicy", null, null, null, true, false));
        }
        if (present.onReplace() != wanted.onReplace()) {
            details.add(new Detail("UpdateReplacePolicy", null, null, null, true, false));
        }
        return details;
    }

    private JsonNode evaluated(String name, JsonNode written) {
        if (written.isMissingNode()) {
            return written;
        }
        ObjectNode alone = JsonNodeFactory.instance.objectNode().set(name, written);
        return new Intrinsics(scope).members(alone).path(name);
    }

    private static Replacement replacement(List<Detail> details) {
        List<Detail> recreating = details.stream().filter(Detail::recreates).toList();
        if (recreating.isEmpty()) {
            return Replacement.False;
        }
        return recreating.stream().anyMatch(Detail::known)
                ? Replacement.True
                : Replacement.Conditional;
    }

    private void removals() {
        Set<String> wanted = plan.logicalIds();
        resources.forEach(
                (id, resource) -> {
                    if (!wanted.contains(id)) {
                        ObjectNode properties = resource.properties();
                        String before = contexts.of(properties, properties.objectNode());
                        Context context = new Context(before, null);
                        changes.add(PlannedChange.remove(id, resource, context));
                    }
                });
    }
}
