package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resources an expansion has made so far, and the APIs that functions add routes to. */
final class Expansion {
    private final Template template;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    private final Map<String, ServerlessHttpApi> httpApis = new LinkedHashMap<>();
    private final Map<String, ServerlessRestApi> restApis = new LinkedHashMap<>();

    Expansion(Template template) {
        this.template = template;
        template.resources()
                .values()
                .forEach(
                        resource -> {
                            switch (resource.type()) {
                                case "AWS::Serverless::HttpApi" ->
                                        httpApis.put(
                                                resource.logicalId(),
                                                new ServerlessHttpApi(resource.logicalId()));
                                case "AWS::Serverless::Api" ->
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

    void httpApi(ResourceDeclaration declared) {
        httpApi(declared.logicalId()).declare(declared);
    }

    void restApi(ResourceDeclaration declared) {
        restApi(declared.logicalId()).declare(declared);
    }

    /** The API that an HttpApi event names, or the implicit one. */
    ServerlessHttpApi httpApi(String logicalId) {
        if (logicalId.equals(ServerlessHttpApi.IMPLICIT)) {
            return httpApis.computeIfAbsent(logicalId, ServerlessHttpApi::new);
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
            return restApis.computeIfAbsent(logicalId, ServerlessRestApi::new);
        }
        ServerlessRestApi api = restApis.get(logicalId);
        if (api == null) {
            throw Refusal.of("RestApiId must be a Ref to an AWS::Serverless::Api: %s", logicalId);
        }
        return api;
    }

    Template finish() {
        httpApis.values().forEach(api -> api.expand(this));
        restApis.values().forEach(api -> api.expand(this));
        ObjectNode root = template.root().deepCopy();
        root.remove("Transform");
        root.remove("Globals");
        return new Template(root, resources);
    }
}
