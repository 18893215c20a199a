package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.PropertyPaths;
import dev.gatehouse.cloudformation.resource.ResourceTypes;
import dev.gatehouse.cloudformation.sam.SamTransform;
import dev.gatehouse.cloudformation.template.References;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What can be said against a template before any stack is made of it. */
public final class TemplateCheck {
    private static final Set<String> PSEUDO =
            Set.of(
                    "AWS::AccountId",
                    "AWS::NoValue",
                    "AWS::NotificationARNs",
                    "AWS::Partition",
                    "AWS::Region",
                    "AWS::StackId",
                    "AWS::StackName",
                    "AWS::URLSuffix");

    private TemplateCheck() {}

    /**
     * The template with its transform applied.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a type, a property, a
     *     function, a reference or a condition that cannot be
     */
    public static Template expanded(Template source) {
        Template template = SamTransform.apply(source);
        checkTypes(template.resources().values());
        template.resources().values().forEach(TemplateCheck::checkProperties);
        checkReferences(template);
        checkConditions(template);
        return template;
    }

    private static void checkTypes(Collection<ResourceDeclaration> resources) {
        List<String> unknown =
                resources.stream()
                        .map(ResourceDeclaration::type)
                        .filter(type -> !ResourceTypes.isKnown(type))
                        .distinct()
                        .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.of(
                    "Template format error: Unrecognized resource types: %s%s",
                    unknown, advice(unknown));
        }
    }

    private static String advice(List<String> unknown) {
        return unknown.stream().anyMatch(type -> type.startsWith("AWS::Serverless::"))
                ? "; AWS::Serverless needs Transform: " + Template.SAM
                : "; docs/cloudformation.md lists what a node makes";
    }

    private static void checkProperties(ResourceDeclaration resource) {
        Set<String> supported = ResourceTypes.named(resource.type()).properties();
        for (String path : new PropertyPaths(supported).unknown(resource.properties())) {
            throw Refusal.of(
                    "Resource %s (%s): the property %s is not supported",
                    resource.logicalId(), resource.type(), path);
        }
    }

    private static void checkReferences(Template template) {
        ObjectNode parameters = template.section("Parameters");
        for (ResourceDeclaration resource : template.resources().values()) {
            for (String name : References.in(resource.properties())) {
                requireKnown(name, template, parameters, "Resources");
            }
            for (String name : resource.dependsOn()) {
                requireResource(name, template, "Resources");
            }
        }
        for (String name : References.in(template.section("Outputs"))) {
            requireKnown(name, template, parameters, "Outputs");
        }
    }

    private static void requireKnown(
            String name, Template template, ObjectNode parameters, String block) {
        if (!PSEUDO.contains(name) && !parameters.has(name)) {
            requireResource(name, template, block);
        }
    }

    private static void requireResource(String name, Template template, String block) {
        if (!template.resources().containsKey(name)) {
            throw Refusal.of(
                    "Template format error: Unresolved resource dependencies [%s] in the %s block"
                            + " of the template",
                    name, block);
        }
    }

    /** A misspelt one would count as false, and what it decides about be left out silently. */
    private static void checkConditions(Template template) {
        ObjectNode outputs = template.section("Outputs");
        for (ResourceDeclaration resource : template.resources().values()) {
            resource.condition().ifPresent(name -> requireCondition(name, template, "Resources"));
            requireChoices(resource.properties(), template);
        }
        for (JsonNode output : outputs) {
            if (output.has("Condition")) {
                requireCondition(output.path("Condition").asText(), template, "Outputs");
            }
        }
        requireChoices(outputs, template);
    }

    private static void requireCondition(String name, Template template, String block) {
        if (!template.section("Conditions").has(name)) {
            throw Refusal.of(
                    "Template format error: Unresolved condition dependency %s in the %s block of"
                            + " the template",
                    name, block);
        }
    }

    private static void requireChoices(JsonNode tree, Template template) {
        for (String name : References.choicesIn(tree)) {
            if (!template.section("Conditions").has(name)) {
                throw Refusal.of(
                        "Template error: unresolved condition dependency %s in Fn::If", name);
            }
        }
    }
}
