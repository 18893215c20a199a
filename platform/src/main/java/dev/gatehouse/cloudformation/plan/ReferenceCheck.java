package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.References;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import java.util.Set;

/** Whether everything a template refers to is there: resources, parameters, conditions. */
final class ReferenceCheck {
    private static final String RESOURCES = "Resources";
    private static final String OUTPUTS = "Outputs";

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

    private final Template template;
    private final Problems problems;

    ReferenceCheck(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void run() {
        for (ResourceDeclaration resource : template.resources().values()) {
            problems.collect(() -> names(resource.properties(), RESOURCES));
            attributes(resource.properties());
            resource.dependsOn().forEach(name -> requireResource(name, RESOURCES));
            resource.condition().ifPresent(name -> requireCondition(name, RESOURCES));
            choices(resource.properties());
        }
        new DynamicReferenceCheck(template, problems).run();
        JsonNode outputs = template.section(OUTPUTS);
        problems.collect(() -> names(outputs, OUTPUTS));
        attributes(outputs);
        for (JsonNode output : outputs) {
            if (output.has("Condition")) {
                requireCondition(output.path("Condition").asText(), OUTPUTS);
            }
        }
        choices(outputs);
    }

    /** An attribute that the type does not have would be missed only when others are made. */
    private void attributes(JsonNode tree) {
        for (References.Attribute attribute : References.attributesIn(tree)) {
            ResourceDeclaration resource = template.resources().get(attribute.logicalId());
            boolean known =
                    resource == null
                            || ResourceTypes.schema(resource.type())
                                    .map(schema -> schema.offers(attribute.name()))
                                    .orElse(true)
                            || ResourceTypes.offers(resource.type(), attribute.name());
            if (!known) {
                problems.add(
                        "Template error: resource %s does not support attribute type %s in"
                                + " Fn::GetAtt",
                        attribute.logicalId(), attribute.name());
            }
        }
    }

    private void names(JsonNode tree, String block) {
        for (String name : References.in(tree)) {
            if (!PSEUDO.contains(name) && !template.section("Parameters").has(name)) {
                requireResource(name, block);
            }
        }
    }

    private void requireResource(String name, String block) {
        if (!template.resources().containsKey(name)) {
            problems.add(
                    "Template format error: Unresolved resource dependencies [%s] in the %s block"
                            + " of the template",
                    name, block);
        }
    }

    /** A misspelt one would count as false, and what it decides about be left out silently. */
    private void requireCondition(String name, String block) {
        if (!isCondition(name)) {
            problems.add(
                    "Template format error: Unresolved condition dependency %s in the %s block of"
                            + " the template",
                    name, block);
        }
    }

    private void choices(JsonNode tree) {
        for (String name : References.choicesIn(tree)) {
            if (!isCondition(name)) {
                problems.add("Template error: unresolved condition dependency %s in Fn::If", name);
            }
        }
    }

    private boolean isCondition(String name) {
        return template.section("Conditions").has(name);
    }
}
