package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;

/**
 * Expands a serverless template. Implicit APIs and logical ids are those of the SAM specification;
 * HTTP APIs become an API with integrations and routes of their own rather than an OpenAPI body.
 */
public final class SamTransform {
    private SamTransform() {}

    /**
     * The template with every {@code AWS::Serverless::*} resource expanded; unchanged when it does
     * not ask for the transform.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming the type or property
     *     that is not supported
     */
    public static Template apply(Template template) {
        if (!template.isServerless()) {
            return template;
        }
        Globals globals = new Globals(template.section("Globals"));
        Expansion expansion = new Expansion(template);
        for (ResourceDeclaration resource : template.resources().values()) {
            ObjectNode properties = globals.apply(resource.type(), resource.properties());
            ResourceDeclaration whole = resource.with(resource.type(), properties);
            switch (resource.type()) {
                case "AWS::Serverless::Function" ->
                        new ServerlessFunction(whole, expansion).expand();
                case "AWS::Serverless::HttpApi" -> expansion.httpApi(whole);
                case "AWS::Serverless::Api" -> expansion.restApi(whole);
                default -> keep(whole, expansion);
            }
        }
        return expansion.finish();
    }

    private static void keep(ResourceDeclaration resource, Expansion expansion) {
        if (resource.type().startsWith("AWS::Serverless::")) {
            throw Refusal.of(
                    "Resource %s: the type %s is not supported",
                    resource.logicalId(), resource.type());
        }
        expansion.add(resource);
    }
}
