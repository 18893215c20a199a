package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.LanguageExtensions;
import dev.gatehouse.cloudformation.template.Parameters;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.template.TemplateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A template made ready: transformed, parameters and conditions decided, every type, property and
 * reference checked, resources in an order in which each comes after what it refers to.
 *
 * @param template the transformed template
 * @param transformed whether it is a transform's work
 * @param parameters values by name
 * @param conditions whether each condition holds
 * @param exports where imports are found
 * @param order the declared resources that exist, dependencies first
 * @param needs the resources among them that each refers to or depends on, by logical id
 */
public record Plan(
        Template template,
        boolean transformed,
        Map<String, JsonNode> parameters,
        Map<String, Boolean> conditions,
        Exports exports,
        List<ResourceDeclaration> order,
        Map<String, Set<String>> needs) {
    private static final String MASK = "****";

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming what is wrong or not
     *     supported; nothing has been created then
     */
    public static Plan of(Stack.Wanted wanted, Place place, Exports exports) {
        Template source = source(wanted, place);
        Map<String, String> given = wanted.values();
        given.put("AWS::Region", place.region().toString());
        Template template = TemplateCheck.expanded(source, given);
        Map<String, JsonNode> parameters =
                Parameters.resolve(
                        template.section("Parameters"), wanted.parameters(), wanted.fetched());
        Map<String, Boolean> conditions = conditions(template, parameters, place);
        new RuleCheck(parameters, conditions, place, template).run();
        Map<String, ResourceDeclaration> existing = new TreeMap<>();
        StackTags tags = new StackTags(wanted.tags());
        for (ResourceDeclaration resource : template.resources().values()) {
            if (resource.condition()
                    .map(name -> conditions.getOrDefault(name, false))
                    .orElse(true)) {
                existing.put(resource.logicalId(), tags.on(resource));
            }
        }
        TemplateCheck.requireMade(existing.values());
        Map<String, Set<String>> needs = Dependencies.of(existing);
        Plan plan =
                new Plan(
                        template,
                        !source.transforms().isEmpty(),
                        parameters,
                        conditions,
                        exports,
                        Dependencies.order(existing, needs),
                        needs);
        Set<String> absent = new TreeSet<>(template.resources().keySet());
        absent.removeAll(existing.keySet());
        new ChosenCheck(plan.scope(place, Map.of()), absent)
                .run(existing, template.section("Outputs"));
        return plan;
    }

    /** The template as written, but for its loops. */
    private static Template source(Stack.Wanted wanted, Place place) {
        ObjectNode root = TemplateReader.read(wanted.template());
        if (!LanguageExtensions.isAskedBy(root)) {
            return Template.of(root);
        }
        ObjectNode declared =
                root.path("Parameters") instanceof ObjectNode section ? section : root.objectNode();
        Map<String, JsonNode> parameters =
                Parameters.resolve(declared, wanted.parameters(), wanted.fetched());
        StackScope scope =
                new StackScope(
                        place,
                        parameters,
                        Map.of(),
                        _ -> false,
                        root.path("Mappings"),
                        Exports.NONE);
        return Template.of(LanguageExtensions.expanded(root, scope::ref));
    }

    /** The same plan with imports found elsewhere. */
    public Plan importing(Exports others) {
        return new Plan(template, transformed, parameters, conditions, others, order, needs);
    }

    /** The resources that one refers to or depends on, by logical id. */
    public Set<String> needs(ResourceDeclaration declared) {
        return needs.getOrDefault(declared.logicalId(), Set.of());
    }

    /** The names of the resources it holds. */
    public Set<String> logicalIds() {
        return order.stream()
                .map(ResourceDeclaration::logicalId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Rejects what would make an existing resource one of another type. */
    public void checkTypes(Map<String, StackResource> existing) {
        List<String> others = new ArrayList<>();
        for (ResourceDeclaration declared : order) {
            StackResource present = existing.get(declared.logicalId());
            if (present != null && !present.type().equals(declared.type())) {
                others.add(declared.logicalId());
            }
        }
        if (!others.isEmpty()) {
            throw TemplateErrors.of(
                    "Update of resource type is not permitted. The new template modifies resource"
                            + " type of the following resources: %s",
                    others);
        }
    }

    /** What references stand for, with what exists of the stack. */
    public StackScope scope(Place place, Map<String, StackResource> resources) {
        return new StackScope(
                place,
                parameters,
                resources,
                name -> conditions.getOrDefault(name, false),
                template.section("Mappings"),
                exports);
    }

    /** The same for all who may see the stack: what is secret is masked. */
    public StackScope masked(Place place, Map<String, StackResource> resources) {
        JsonNode declared = template.section("Parameters");
        Map<String, JsonNode> shown = new HashMap<>(parameters);
        shown.replaceAll(
                (name, value) ->
                        declared.path(name).path("NoEcho").asBoolean()
                                ? TextNode.valueOf(MASK)
                                : value);
        return new StackScope(
                        place,
                        shown,
                        resources,
                        name -> conditions.getOrDefault(name, false),
                        template.section("Mappings"),
                        exports)
                .shown();
    }

    /** The outputs that exist, evaluated; every resource must be there. */
    public List<Stack.Output> outputs(StackScope scope) {
        Intrinsics intrinsics = new Intrinsics(scope.shown());
        List<Stack.Output> outputs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : template.section("Outputs").properties()) {
            JsonNode declared = entry.getValue();
            JsonNode condition = declared.path("Condition");
            if (condition.isMissingNode() || conditions.getOrDefault(condition.asText(), false)) {
                String value = text(entry.getKey(), intrinsics.evaluate(declared.path("Value")));
                String description = declared.path("Description").asText(null);
                JsonNode name = declared.path("Export").path("Name");
                String export = name.isMissingNode() ? null : intrinsics.evaluate(name).asText();
                outputs.add(new Stack.Output(entry.getKey(), value, description, export));
            }
        }
        return outputs;
    }

    private static String text(String output, JsonNode value) {
        if (!value.isValueNode()) {
            throw TemplateErrors.of(
                    "Template format error: Output %s is malformed. The Value field of every"
                            + " Outputs member must evaluate to a String.",
                    output);
        }
        return value.asText();
    }

    private static Map<String, Boolean> conditions(
            Template template, Map<String, JsonNode> parameters, Place place) {
        Map<String, Boolean> decided = new HashMap<>();
        ObjectNode declared = template.section("Conditions");
        Intrinsics intrinsics =
                new Intrinsics(
                        new StackScope(
                                place,
                                parameters,
                                Map.of(),
                                name ->
                                        decide(
                                                name,
                                                declared,
                                                decided,
                                                template,
                                                parameters,
                                                place),
                                template.section("Mappings"),
                                Exports.NONE));
        declared.properties()
                .forEach(entry -> decided.put(entry.getKey(), intrinsics.holds(entry.getValue())));
        return decided;
    }

    private static boolean decide(
            String name,
            ObjectNode declared,
            Map<String, Boolean> decided,
            Template template,
            Map<String, JsonNode> parameters,
            Place place) {
        Boolean known = decided.get(name);
        if (known != null) {
            return known;
        }
        JsonNode expression = declared.path(name);
        if (expression.isMissingNode() || declared.size() > 200) {
            throw TemplateErrors.of(
                    "Template format error: Unresolved condition dependency %s", name);
        }
        ObjectNode others = declared.deepCopy();
        others.remove(name);
        StackScope scope =
                new StackScope(
                        place,
                        parameters,
                        Map.of(),
                        other -> decide(other, others, decided, template, parameters, place),
                        template.section("Mappings"),
                        Exports.NONE);
        boolean holds = new Intrinsics(scope).holds(expression);
        // Else two conditions that each ask for the next twice double the work with each pair.
        decided.put(name, holds);
        return holds;
    }
}
