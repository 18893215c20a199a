package dev.gatehouse.cloudformation.plan;

import dev.gatehouse.cloudformation.resource.PropertyPaths;
import dev.gatehouse.cloudformation.sam.SamTransform;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.schema.SchemaCheck;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.type.IdleProperties;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be said against a template before any stack is made of it. */
public final class TemplateCheck {
    private TemplateCheck() {}

    /**
     * The template with its transform applied.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming every type, property,
     *     function, reference and condition that cannot be
     */
    public static Template expanded(Template source) {
        return expanded(source, Map.of());
    }

    /**
     * The same with values of parameters.
     *
     * @throws dev.gatehouse.kernel.ServiceException as above
     */
    static Template expanded(Template source, Map<String, String> parameters) {
        Problems problems = new Problems();
        Template template = withoutIdle(SamTransform.apply(source, parameters, problems));
        boolean whole = problems.isEmpty();
        checkTypes(template.resources().values(), problems);
        template.resources().values().forEach(resource -> checkProperties(resource, problems));
        if (whole) {
            new ReferenceCheck(template, problems).run();
        }
        problems.throwAny();
        return template;
    }

    private static Template withoutIdle(Template template) {
        Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
        template.resources()
                .forEach(
                        (id, resource) ->
                                resources.put(
                                        id,
                                        resource.with(
                                                resource.type(),
                                                IdleProperties.dropped(
                                                        resource.type(), resource.properties()))));
        return new Template(template.root(), resources);
    }

    private static void checkTypes(Collection<ResourceDeclaration> resources, Problems problems) {
        List<String> unknown =
                resources.stream()
                        .filter(resource -> !ResourceTypes.isKnown(resource.type()))
                        .filter(resource -> resource.condition().isEmpty() || !isAws(resource))
                        .map(ResourceDeclaration::type)
                        .distinct()
                        .toList();
        if (!unknown.isEmpty()) {
            problems.add(
                    "Template format error: Unrecognized resource types: %s%s",
                    unknown, advice(unknown));
        }
    }

    /** What AWS makes and a node does not may stand in a template that leaves it out. */
    private static boolean isAws(ResourceDeclaration resource) {
        return ResourceSchemas.named(resource.type()).isPresent();
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming types that are not made,
     *     among the resources that conditions let be
     */
    static void requireMade(Collection<ResourceDeclaration> existing) {
        Problems problems = new Problems();
        checkTypes(
                existing.stream()
                        .map(
                                each ->
                                        ResourceDeclaration.of(
                                                each.logicalId(), each.type(), each.properties()))
                        .toList(),
                problems);
        problems.throwAny();
    }

    private static String advice(List<String> unknown) {
        return unknown.stream().anyMatch(type -> type.startsWith("AWS::Serverless::"))
                ? "; AWS::Serverless needs Transform: " + Template.SAM
                : "; docs/cloudformation.md lists what a node makes";
    }

    private static void checkProperties(ResourceDeclaration resource, Problems problems) {
        if (!ResourceTypes.isKnown(resource.type())) {
            return;
        }
        Optional<SchemaCheck> check =
                ResourceTypes.schema(resource.type())
                        .map(schema -> SchemaCheck.of(schema, resource.properties()));
        List<String> violations = check.map(SchemaCheck::violations).orElse(List.of());
        if (!violations.isEmpty()) {
            problems.add(
                    "Properties validation failed for resource %s with message:\n%s",
                    resource.logicalId(), String.join("\n", violations));
        }
        Set<String> supported = ResourceTypes.named(resource.type()).properties();
        for (String path : new PropertyPaths(supported).unknown(resource.properties())) {
            if (check.map(known -> known.knows(path)).orElse(true)) {
                problems.add(
                        "Resource %s (%s): the property %s is not supported",
                        resource.logicalId(), resource.type(), path);
            }
        }
    }
}
