package dev.gatehouse.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.cloudformation.GetTemplateInput;
import dev.gatehouse.aws.cloudformation.GetTemplateOutput;
import dev.gatehouse.aws.cloudformation.GetTemplateSummaryInput;
import dev.gatehouse.aws.cloudformation.GetTemplateSummaryOutput;
import dev.gatehouse.aws.cloudformation.ParameterConstraints;
import dev.gatehouse.aws.cloudformation.ParameterDeclaration;
import dev.gatehouse.aws.cloudformation.ResourceIdentifierSummary;
import dev.gatehouse.aws.cloudformation.TemplateParameter;
import dev.gatehouse.aws.cloudformation.TemplateSummaryConfig;
import dev.gatehouse.aws.cloudformation.ValidateTemplateInput;
import dev.gatehouse.aws.cloudformation.ValidateTemplateOutput;
import dev.gatehouse.aws.cloudformation.Warnings;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.plan.Capabilities;
import dev.gatehouse.cloudformation.sam.SamTransform;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reading and checking templates. */
final class TemplateOperations {
    private final Stacks stacks;
    private final ChangeSetOperations changeSets;
    private final TemplateSource source;

    TemplateOperations(Stacks stacks, ChangeSetOperations changeSets, TemplateSource source) {
        this.stacks = stacks;
        this.changeSets = changeSets;
        this.source = source;
    }

    GetTemplateOutput get(RequestContext context, GetTemplateInput input) {
        CallerIdentity identity = Identity.of(context);
        String changeSet = input.changeSetName();
        Stack.Wanted wanted =
                changeSet == null
                        ? stacks.require(identity, String.valueOf(input.stackName())).wanted()
                        : changeSets.require(identity, input.stackName(), changeSet).wanted();
        return GetTemplateOutput.builder()
                .templateBody(
                        "Processed".equals(input.templateStage())
                                ? processed(wanted)
                                : wanted.template())
                .stagesAvailable(List.of("Original", "Processed"))
                .build();
    }

    GetTemplateSummaryOutput summarize(RequestContext context, GetTemplateSummaryInput input) {
        Requested.reject("StackSetName", input.stackSetName());
        Requested.rejectOther("CallAs", "SELF", input.callAs());
        CallerIdentity identity = Identity.of(context);
        String stack = input.stackName();
        String text =
                stack == null
                        ? source.text(identity, input.templateBody(), input.templateURL())
                        : stacks.require(identity, stack).wanted().template();
        Template template = Template.parse(text);
        JsonNode metadata = template.root().path("Metadata");
        return GetTemplateSummaryOutput.builder()
                .parameters(
                        template.section("Parameters").properties().stream()
                                .map(TemplateOperations::declaration)
                                .toList())
                .description(template.root().path("Description").asText(null))
                .version(template.root().path("AWSTemplateFormatVersion").asText(null))
                .metadata(metadata.isMissingNode() ? null : metadata.toString())
                .resourceTypes(
                        template.resources().values().stream()
                                .map(ResourceDeclaration::type)
                                .distinct()
                                .toList())
                .resourceIdentifierSummaries(identifiers(template))
                .warnings(warnings(template, input.templateSummaryConfig()))
                .capabilities(capabilities(template))
                .capabilitiesReason(reason(template))
                .declaredTransforms(template.transforms())
                .build();
    }

    /** What names an existing resource of each type that the template has. */
    private static List<ResourceIdentifierSummary> identifiers(Template template) {
        Map<String, List<String>> byType = new LinkedHashMap<>();
        for (ResourceDeclaration resource : template.resources().values()) {
            byType.computeIfAbsent(resource.type(), _ -> new ArrayList<>())
                    .add(resource.logicalId());
        }
        List<ResourceIdentifierSummary> summaries = new ArrayList<>();
        byType.forEach(
                (type, ids) ->
                        ResourceTypes.schema(type)
                                .ifPresent(
                                        schema ->
                                                summaries.add(
                                                        ResourceIdentifierSummary.builder()
                                                                .resourceType(type)
                                                                .logicalResourceIds(ids)
                                                                .resourceIdentifiers(
                                                                        schema.identifier())
                                                                .build())));
        return summaries;
    }

    private static @Nullable Warnings warnings(
            Template template, @Nullable TemplateSummaryConfig config) {
        boolean asked =
                config != null
                        && Boolean.TRUE.equals(config.treatUnrecognizedResourceTypesAsWarnings());
        if (!asked) {
            return null;
        }
        return Warnings.builder()
                .unrecognizedResourceTypes(
                        template.resources().values().stream()
                                .map(ResourceDeclaration::type)
                                .filter(type -> !type.startsWith("AWS::Serverless::"))
                                .filter(type -> !ResourceTypes.isKnown(type))
                                .distinct()
                                .toList())
                .build();
    }

    ValidateTemplateOutput validate(RequestContext context, ValidateTemplateInput input) {
        String text = source.text(Identity.of(context), input.templateBody(), input.templateURL());
        Template template = Template.parse(text);
        return ValidateTemplateOutput.builder()
                .description(template.root().path("Description").asText(null))
                .parameters(
                        template.section("Parameters").properties().stream()
                                .map(TemplateOperations::parameter)
                                .toList())
                .capabilities(capabilities(template))
                .capabilitiesReason(reason(template))
                .declaredTransforms(template.transforms())
                .build();
    }

    /** What a caller is to acknowledge for the template as written. */
    private static List<String> capabilities(Template template) {
        List<String> needed = new ArrayList<>();
        Capabilities.needed(template).ifPresent(needed::add);
        if (!template.transforms().isEmpty()) {
            needed.add(Capabilities.AUTO_EXPAND);
        }
        return needed;
    }

    private static @Nullable String reason(Template template) {
        String types =
                Capabilities.identities(template).stream()
                        .map(ResourceDeclaration::type)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return types.isEmpty()
                ? null
                : "The following resource(s) require capabilities: [" + types + "]";
    }

    /** The template without what its transforms put something else in the place of. */
    private static String processed(Stack.Wanted wanted) {
        Template source = Template.parse(wanted.template(), wanted.parameters());
        if (source.transforms().isEmpty()) {
            return wanted.template();
        }
        Problems problems = new Problems();
        ObjectNode root = SamTransform.apply(source, wanted.values(), problems).root().deepCopy();
        problems.throwAny();
        root.remove(List.of("Transform", "Globals"));
        return root.toPrettyString();
    }

    private static ParameterDeclaration declaration(Map.Entry<String, JsonNode> declared) {
        JsonNode parameter = declared.getValue();
        List<String> allowed = new ArrayList<>();
        parameter.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
        return ParameterDeclaration.builder()
                .parameterKey(declared.getKey())
                .parameterType(parameter.path("Type").asText())
                .defaultValue(parameter.path("Default").asText(null))
                .description(parameter.path("Description").asText(null))
                .noEcho(parameter.path("NoEcho").asBoolean(false))
                .parameterConstraints(
                        ParameterConstraints.builder()
                                .allowedValues(allowed.isEmpty() ? null : allowed)
                                .build())
                .build();
    }

    private static TemplateParameter parameter(Map.Entry<String, JsonNode> declared) {
        return TemplateParameter.builder()
                .parameterKey(declared.getKey())
                .defaultValue(declared.getValue().path("Default").asText(null))
                .description(declared.getValue().path("Description").asText(null))
                .noEcho(declared.getValue().path("NoEcho").asBoolean(false))
                .build();
    }
}
