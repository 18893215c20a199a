package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.websocket.ServerlessWebSocketApi;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Expands a serverless template. Implicit APIs and logical ids are those of the SAM specification;
 * HTTP APIs become an API with integrations and routes of their own rather than an OpenAPI body.
 */
public final class SamTransform {
    static final String HTTP_API = "AWS::Serverless::HttpApi";
    static final String REST_API = "AWS::Serverless::Api";

    private static final String WEBSOCKET_API = "AWS::Serverless::WebSocketApi";

    private static final String FAILED =
            "Transform %s failed with: Invalid Serverless Application Specification document."
                    + " Number of errors found: %d. %s";

    private final Template template;
    private final Problems problems = new Problems();
    private final Globals globals;
    private final Expansion expansion;

    private SamTransform(Template template, Map<String, String> parameters) {
        this.template = template;
        this.globals = Globals.of(template.root(), problems);
        this.expansion = new Expansion(template, globals, problems, parameters);
    }

    /**
     * The template with every {@code AWS::Serverless::*} resource expanded; unchanged when it does
     * not ask for the transform.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming the types and properties
     *     that are not supported
     */
    public static Template apply(Template template) {
        Problems problems = new Problems();
        Template expanded = apply(template, Map.of(), problems);
        problems.throwAny();
        return expanded;
    }

    /**
     * The same; what cannot be expanded is left out and told among the problems.
     *
     * @param parameters the values that are given
     */
    public static Template apply(
            Template template, Map<String, String> parameters, Problems problems) {
        if (!template.isServerless()) {
            return template;
        }
        SamTransform transform = new SamTransform(template, parameters);
        Template expanded = transform.expanded();
        Problems own = transform.problems;
        if (!own.isEmpty()) {
            problems.add(FAILED, Template.SAM, own.size(), own.joined(" "));
        }
        return expanded;
    }

    private Template expanded() {
        // Functions add routes to APIs, which must be declared by then.
        Collection<ResourceDeclaration> all = template.resources().values();
        all.stream().filter(SamTransform::isApi).forEach(this::expand);
        all.stream().filter(resource -> !isApi(resource)).forEach(this::expand);
        return expansion.finish();
    }

    private static boolean isApi(ResourceDeclaration resource) {
        return resource.type().equals(HTTP_API) || resource.type().equals(REST_API);
    }

    private void expand(ResourceDeclaration resource) {
        problems.collect(() -> expandWhole(withGlobals(resource)));
    }

    private ResourceDeclaration withGlobals(ResourceDeclaration resource) {
        JsonNode ignored = expansion.declaration(resource.logicalId()).path("IgnoreGlobals");
        ObjectNode properties =
                globals.apply(
                        resource.logicalId(), resource.type(), resource.properties(), ignored);
        return resource.with(resource.type(), properties);
    }

    private void expandWhole(ResourceDeclaration whole) {
        switch (whole.type()) {
            case "AWS::Serverless::Function" -> new ServerlessFunction(whole, expansion).expand();
            case "AWS::Serverless::LayerVersion" ->
                    new ServerlessLayerVersion(whole, expansion).expand();
            case HTTP_API -> expansion.httpApi(whole.logicalId()).declare(whole, expansion);
            case "AWS::Serverless::SimpleTable" -> ServerlessTable.expand(whole, expansion);
            case REST_API -> expansion.restApi(whole.logicalId()).declare(whole, expansion);
            case "AWS::Serverless::Application" -> nest(whole);
            case WEBSOCKET_API -> {
                expansion.requireSupported(ServerlessWebSocketApi.SUPPORTED, whole);
                ServerlessWebSocketApi api = new ServerlessWebSocketApi(whole, problems);
                api.expanded().forEach(expansion::add);
                expansion.generated(whole.logicalId() + ".Stage", api.stageId());
            }
            default -> keep(whole);
        }
    }

    /** An application is a nested stack; those of the Serverless Application Repository are not. */
    private void nest(ResourceDeclaration application) {
        expansion.requireSupported(Set.of("Location", "Parameters", "Tags"), application);
        JsonNode location = application.properties().path("Location");
        if (!location.isTextual()) {
            throw TemplateErrors.of(
                    "Resource %s: the property Location.ApplicationId is not supported",
                    application.logicalId());
        }
        ObjectNode stack = Json.object();
        stack.set("TemplateURL", location);
        Json.copy(application.properties(), stack, "Parameters");
        stack.set(
                "Tags",
                Json.tags(application.logicalId(), application.properties().path("Tags"))
                        .add(Json.object().put("Key", "lambda:createdBy").put("Value", "SAM")));
        expansion.add(application.with("AWS::CloudFormation::Stack", stack));
    }

    private void keep(ResourceDeclaration resource) {
        if (resource.type().startsWith("AWS::Serverless::")) {
            throw TemplateErrors.of(
                    "Resource %s: the type %s is not supported",
                    resource.logicalId(), resource.type());
        }
        expansion.add(resource);
    }
}
