package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The resources an expansion has made so far, and the APIs that functions add routes to. */
final class Expansion {
    private final Template template;
    private final Globals globals;
    private final Problems problems;
    private final ParameterValues parameters;
    private final GeneratedNames names = new GeneratedNames();
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    private final Map<String, ServerlessHttpApi> httpApis = new LinkedHashMap<>();
    private final Map<String, ServerlessRestApi> restApis = new LinkedHashMap<>();

    /**
     * @param given values of parameters
     */
    Expansion(Template template, Globals globals, Problems problems, Map<String, String> given) {
        this.parameters = new ParameterValues(template.section("Parameters"), given);
        this.template = template;
        this.globals = globals;
        this.problems = problems;
        template.resources()
                .values()
                .forEach(
                        resource -> {
                            switch (resource.type()) {
                                case SamTransform.HTTP_API ->
                                        httpApis.put(
                                                resource.logicalId(),
                                                new ServerlessHttpApi(resource.logicalId()));
                                case SamTransform.REST_API ->
                                        restApis.put(
                                                resource.logicalId(),
                                                new ServerlessRestApi(resource.logicalId()));
                                default -> {}
                            }
                        });
    }

    Problems problems() {
        return problems;
    }

    /** A resource as the template writes it; missing where it does not. */
    JsonNode declaration(String logicalId) {
        return template.section("Resources").path(logicalId);
    }

    /** A resource that was added before. */
    Optional<ResourceDeclaration> find(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId));
    }

    void add(ResourceDeclaration resource) {
        resources.put(resource.logicalId(), resource);
    }

    /** What a template may call a resource that was made for another. */
    void generated(String name, String logicalId) {
        names.put(name, logicalId);
    }

    /** A tree in which references to parameters are their values. */
    JsonNode withParameters(JsonNode tree) {
        return parameters.in(tree);
    }

    /** Names every property of a resource that SAM does not have, or that is not supported. */
    void requireSupported(Set<String> supported, ResourceDeclaration resource) {
        Structure known =
                ResourceSchemas.named(resource.type())
                        .map(ResourceSchema::settable)
                        .orElse(new Structure(Map.of(), Set.of()));
        for (String name : (Iterable<String>) resource.properties()::fieldNames) {
            if (!known.properties().containsKey(name)) {
                problems.add(
                        "Resource with id [%s] is invalid. property %s not defined for resource of"
                                + " type %s",
                        resource.logicalId(), name, resource.type());
            } else if (!supported.contains(name)) {
                problems.add(
                        "Resource %s: the property %s is not supported",
                        resource.logicalId(), name);
            }
        }
    }

    /** Names everything that is not in {@code supported}. */
    void requireOnly(Set<String> supported, JsonNode object, String where) {
        Json.requireOnly(supported, object, where, problems);
    }

    /** The API that an HttpApi event names, or the implicit one. */
    ServerlessHttpApi httpApi(String logicalId) {
        if (logicalId.equals(ServerlessHttpApi.IMPLICIT)) {
            return httpApis.computeIfAbsent(logicalId, this::implicitHttpApi);
        }
        ServerlessHttpApi api = httpApis.get(logicalId);
        if (api == null) {
            throw TemplateErrors.of(
                    "ApiId must be a Ref to an AWS::Serverless::HttpApi: %s", logicalId);
        }
        return api;
    }

    /** The API that an Api event names, or the implicit one. */
    ServerlessRestApi restApi(String logicalId) {
        if (logicalId.equals(ServerlessRestApi.IMPLICIT)) {
            return restApis.computeIfAbsent(logicalId, this::implicitRestApi);
        }
        ServerlessRestApi api = restApis.get(logicalId);
        if (api == null) {
            throw TemplateErrors.of(
                    "RestApiId must be a Ref to an AWS::Serverless::Api: %s", logicalId);
        }
        return api;
    }

    /** Globals hold for the API of events that name none as for a declared one. */
    private ServerlessHttpApi implicitHttpApi(String logicalId) {
        ServerlessHttpApi api = new ServerlessHttpApi(logicalId);
        api.declare(implicit(logicalId, SamTransform.HTTP_API), this);
        return api;
    }

    private ServerlessRestApi implicitRestApi(String logicalId) {
        ServerlessRestApi api = new ServerlessRestApi(logicalId);
        api.declare(implicit(logicalId, SamTransform.REST_API), this);
        return api;
    }

    private ResourceDeclaration implicit(String logicalId, String type) {
        ObjectNode properties =
                globals.apply(logicalId, type, Json.object(), MissingNode.getInstance());
        return ResourceDeclaration.of(logicalId, type, properties);
    }

    Template finish() {
        httpApis.values().forEach(api -> problems.collect(() -> api.expand(this)));
        restApis.values().forEach(api -> problems.collect(() -> api.expand(this)));
        ObjectNode root = template.root().deepCopy();
        root.remove("Transform");
        root.remove("Globals");
        if (root.has("Outputs")) {
            root.set("Outputs", names.resolved(root.get("Outputs")));
        }
        resources.replaceAll((_, resource) -> names.resolved(resource));
        return new Template(root, resources);
    }
}
