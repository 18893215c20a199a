package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.auth.HttpAuth;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expands an HTTP API: the API, its default stage, and an integration and routes for each function.
 */
final class ServerlessHttpApi {
    /** The API of events that name none. */
    static final String IMPLICIT = "ServerlessHttpApi";

    private static final Set<String> SUPPORTED =
            Set.of(
                    "Auth",
                    "Name",
                    "Description",
                    "CorsConfiguration",
                    "DefaultRouteSettings",
                    "DefinitionBody",
                    "DefinitionUri",
                    "FailOnWarnings",
                    "StageName",
                    "StageVariables",
                    "AccessLogSettings",
                    "Tags");

    private final String id;
    private final Map<String, ResourceDeclaration> children = new LinkedHashMap<>();
    private ObjectNode properties = Json.object();
    private @Nullable HttpAuth auth;

    ServerlessHttpApi(String id) {
        this.id = id;
    }

    void declare(ResourceDeclaration declared, Expansion expansion) {
        expansion.requireSupported(SUPPORTED, declared);
        properties = declared.properties();
        if (OpenApiDefinition.isIn(properties)) {
            OpenApiDefinition.requireAlone(id, properties, List.of("Auth"), expansion);
        }
        auth = new HttpAuth(id, properties.path("Auth"), expansion.problems());
    }

    void route(Callee callee, String event, JsonNode route) {
        if (auth == null) {
            return; // what is wrong with the API was told
        }
        String function = callee.function();
        add(function + event + "Permission", "AWS::Lambda::Permission", permission(callee, route));
        if (OpenApiDefinition.isIn(properties)) {
            OpenApiDefinition.requireBare(id, route, "Resource " + function + ", event " + event);
            return;
        }
        String integration = function + id + "Integration";
        ObjectNode proxy = Json.object().put("IntegrationType", "AWS_PROXY");
        proxy.set("ApiId", Json.ref(id));
        proxy.set("IntegrationUri", callee.arn());
        proxy.put("PayloadFormatVersion", route.path("PayloadFormatVersion").asText("2.0"));
        if (route.has("TimeoutInMillis")) {
            integration = function + event + "Integration";
            proxy.set("TimeoutInMillis", route.get("TimeoutInMillis"));
        }
        ResourceDeclaration shared = children.get(integration);
        if (shared != null && !shared.properties().equals(proxy)) {
            integration = function + event + "Integration";
        }
        add(integration, "AWS::ApiGatewayV2::Integration", proxy);

        ObjectNode entry = Json.object().put("RouteKey", routeKey(route));
        entry.set("ApiId", Json.ref(id));
        entry.set("Target", Json.sub("integrations/${" + integration + "}"));
        auth.protect(entry, route.path("Auth"), "Resource " + function + ", event " + event);
        add(function + event + "Route", "AWS::ApiGatewayV2::Route", entry);
    }

    void expand(Expansion expansion) {
        if (auth == null) {
            return;
        }
        ObjectNode api = Json.object().put("ProtocolType", "HTTP");
        Json.copy(properties, api, "Name", "Description", "Tags");
        OpenApiDefinition.copy(id, properties, api);
        if (!api.has("Name") && !OpenApiDefinition.isIn(properties)) {
            api.set("Name", Json.ref("AWS::StackName"));
        }
        JsonNode cors = properties.path("CorsConfiguration");
        if (cors.asBoolean()) {
            ObjectNode open = Json.object();
            open.set("AllowOrigins", Json.list().add("*"));
            api.set("CorsConfiguration", open);
        } else if (cors.isObject()) {
            api.set("CorsConfiguration", cors);
        } else if (!cors.isMissingNode() && !cors.isBoolean()) {
            throw TemplateErrors.of(
                    "Resource %s: CorsConfiguration must be true, false or an object", id);
        }
        expansion.add(ResourceDeclaration.of(id, "AWS::ApiGatewayV2::Api", api));

        ObjectNode stage = Json.object().put("AutoDeploy", true);
        stage.set("ApiId", Json.ref(id));
        stage.put("StageName", properties.path("StageName").asText("$default"));
        Json.copy(properties, stage, "StageVariables", "AccessLogSettings", "DefaultRouteSettings");
        String stageId = id + "ApiGatewayDefaultStage";
        expansion.add(ResourceDeclaration.of(stageId, "AWS::ApiGatewayV2::Stage", stage));
        expansion.generated(id + ".Stage", stageId);
        auth.resources().values().forEach(expansion::add);
        children.values().forEach(expansion::add);
    }

    private void add(String logicalId, String type, ObjectNode declared) {
        children.put(logicalId, ResourceDeclaration.of(logicalId, type, declared));
    }

    private ObjectNode permission(Callee callee, JsonNode route) {
        String path = route.path("Path").asText("");
        return InvokePermission.of(callee, id, path.isEmpty() ? "$default" : "*" + path);
    }

    private static String routeKey(JsonNode route) {
        String method = route.path("Method").asText("any").toUpperCase(Locale.ROOT);
        String path = route.path("Path").asText("");
        return path.isEmpty() || path.equals("$default")
                ? "$default"
                : method.replace("*", "ANY") + " " + path;
    }
}
