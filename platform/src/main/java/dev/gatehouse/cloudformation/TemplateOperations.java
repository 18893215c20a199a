package dev.gatehouse.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.cloudformation.GetTemplateInput;
import dev.gatehouse.aws.cloudformation.GetTemplateOutput;
import dev.gatehouse.aws.cloudformation.TemplateParameter;
import dev.gatehouse.aws.cloudformation.ValidateTemplateInput;
import dev.gatehouse.aws.cloudformation.ValidateTemplateOutput;
import dev.gatehouse.cloudformation.sam.SamTransform;
import dev.gatehouse.cloudformation.stack.Stacks;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;

/** Reading and checking templates. */
final class TemplateOperations {
    private final Stacks stacks;
    private final TemplateSource source;

    TemplateOperations(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    GetTemplateOutput get(RequestContext context, GetTemplateInput input) {
        String text =
                stacks.require(Identity.of(context), String.valueOf(input.stackName()))
                        .wanted()
                        .template();
        String stage = input.templateStage();
        if (stage != null && stage.equals("Processed")) {
            text = processed(text);
        }
        return GetTemplateOutput.builder()
                .templateBody(text)
                .stagesAvailable(List.of("Original", "Processed"))
                .build();
    }

    ValidateTemplateOutput validate(RequestContext context, ValidateTemplateInput input) {
        String text = source.text(Identity.of(context), input.templateBody(), input.templateURL());
        Template template = Template.parse(text);
        boolean serverless = template.isServerless();
        return ValidateTemplateOutput.builder()
                .description(template.root().path("Description").asText(null))
                .parameters(
                        template.section("Parameters").properties().stream()
                                .map(TemplateOperations::parameter)
                                .toList())
                .capabilities(serverless ? List.of("CAPABILITY_AUTO_EXPAND") : List.of())
                .declaredTransforms(serverless ? List.of(Template.SAM) : List.of())
                .build();
    }

    private static String processed(String text) {
        Template expanded = SamTransform.apply(Template.parse(text));
        var root = expanded.root().deepCopy();
        var resources = root.putObject("Resources");
        expanded.resources()
                .values()
                .forEach(
                        resource -> {
                            var declared = resources.putObject(resource.logicalId());
                            declared.put("Type", resource.type());
                            declared.set("Properties", resource.properties());
                        });
        if (resources.isEmpty()) {
            throw Refusal.of("the template has no resources");
        }
        return root.toPrettyString();
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
