package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The resources an expansion has made so far, and the APIs that functions add routes to. */
final class Expansion {
    private final Template template;
    private final Globals globals;
    private final Problems problems;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    private final Map<String, ServerlessHttpApi> httpApis = new LinkedHashMap<>();
    private final Map<String, ServerlessRestApi> restApis = new LinkedHashMap<>();

    Expansion(Template template, Globals globals, Problems problems) {
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

    void add(ResourceDeclaration resource) {
        resources.put(resource.logicalId(), resource);
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
            throw Refusal.of("ApiId must be a Ref to an AWS::Serverless::HttpApi: %s", logicalId);
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
            throw Refusal.of("RestApiId must be a Ref to an AWS::Serverless::Api: %s", logicalId);
        }
        return api;
    }

    /** Globals hold for the API of events that name none as for a declared one. */
    private ServerlessHttpApi implicitHttpApi(String logicalId) {
        ServerlessHttpApi api = new ServerlessHttpApi(logicalId);
        api.declare(implicit(logicalId, SamTransform.HTTP_API), problems);
        return api;
    }

    private ServerlessRestApi implicitRestApi(String logicalId) {
        ServerlessRestApi api = new ServerlessRestApi(logicalId);
        api.declare(implicit(logicalId, SamTransform.REST_API), problems);
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
        return new Template(root, resources);
    }
}
