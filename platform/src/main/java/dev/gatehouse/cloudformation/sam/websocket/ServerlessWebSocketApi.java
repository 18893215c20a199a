package dev.gatehouse.cloudformation.sam.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expands a WebSocket API: the API, a stage that follows it, and a route, an integration and a
 * permission for each of its {@code Routes}. Logical ids are those of the SAM specification
 * ("CloudFormation resources generated when AWS::Serverless::WebSocketApi is specified").
 */
public final class ServerlessWebSocketApi {
    /** The properties that are understood. */
    public static final Set<String> SUPPORTED =
            Set.of(
                    "AccessLogSettings",
                    "ApiKeySelectionExpression",
                    "Auth",
                    "DefaultRouteSettings",
                    "Description",
                    "DisableExecuteApiEndpoint",
                    "DisableSchemaValidation",
                    "Name",
                    "RouteSelectionExpression",
                    "RouteSettings",
                    "Routes",
                    "StageName",
                    "StageVariables",
                    "Tags");

    private static final Set<String> ROUTE_KEYS =
            Set.of(
                    "ApiKeyRequired",
                    "FunctionArn",
                    "IntegrationTimeout",
                    "ModelSelectionExpression",
                    "OperationName",
                    "RequestModels",
                    "RequestParameters",
                    "RouteResponseSelectionExpression");

    private static final Set<String> AUTH_KEYS =
            Set.of("AuthArn", "AuthType", "IdentitySource", "InvokeRole", "Name");

    private static final List<String> OF_AUTHORIZERS =
            List.of("AuthArn", "IdentitySource", "InvokeRole", "Name");
    private static final List<String> TYPES = List.of("NONE", "AWS_IAM", "CUSTOM");

    private static final String CONNECT = "$connect";

    private final String id;
    private final ObjectNode properties;
    private final Problems problems;
    private final List<ResourceDeclaration> resources = new ArrayList<>();

    public ServerlessWebSocketApi(ResourceDeclaration declared, Problems problems) {
        this.id = declared.logicalId();
        this.properties = declared.properties();
        this.problems = problems;
    }

    /** The logical id of its stage. */
    public String stageId() {
        return id + stageName() + "Stage";
    }

    private String stageName() {
        return properties.path("StageName").asText("default");
    }

    /** What it becomes. */
    public List<ResourceDeclaration> expanded() {
        if (properties.path("Routes").isEmpty() || !properties.path("Routes").isObject()) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. WebSocket API must have at least one route.",
                    id);
        }
        ObjectNode api = Json.object().put("ProtocolType", "WEBSOCKET");
        Json.copy(
                properties,
                api,
                "ApiKeySelectionExpression",
                "Description",
                "DisableExecuteApiEndpoint",
                "DisableSchemaValidation",
                "Name",
                "RouteSelectionExpression",
                "Tags");
        if (!api.has("Name")) {
            api.set("Name", Json.ref("AWS::StackName"));
        }
        add(id, "AWS::ApiGatewayV2::Api", api);
        ObjectNode stage = Json.object().put("AutoDeploy", true).put("StageName", stageName());
        stage.set("ApiId", Json.ref(id));
        Json.copy(
                properties,
                stage,
                "AccessLogSettings",
                "DefaultRouteSettings",
                "RouteSettings",
                "StageVariables");
        add(stageId(), "AWS::ApiGatewayV2::Stage", stage);
        authorizer(properties.path("Auth"));
        properties.path("Routes").properties().forEach(this::route);
        return resources;
    }

    private void authorizer(JsonNode auth) {
        Json.requireOnly(AUTH_KEYS, auth, "Resource " + id + ", Auth", problems);
        if (!isCustom(auth)) {
            return;
        }
        if (!auth.has("AuthArn")) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. Auth must have AuthArn for the AuthType"
                            + " CUSTOM.",
                    id);
        }
        ObjectNode authorizer = Json.object().put("AuthorizerType", "REQUEST");
        authorizer.put("Name", auth.path("Name").asText(id + "Authorizer"));
        authorizer.set("ApiId", Json.ref(id));
        authorizer.set("AuthorizerUri", auth.get("AuthArn"));
        copy(auth, authorizer, "IdentitySource");
        if (auth.has("InvokeRole")) {
            authorizer.set("AuthorizerCredentialsArn", auth.get("InvokeRole"));
        } else {
            add(
                    id + "AuthorizerPermission",
                    "AWS::Lambda::Permission",
                    permission(auth.get("AuthArn"), "authorizers/*"));
        }
        add(id + "Authorizer", "AWS::ApiGatewayV2::Authorizer", authorizer);
    }

    private boolean isCustom(JsonNode auth) {
        String type = auth.path("AuthType").asText("NONE");
        if (!TYPES.contains(type)) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. AuthType must be one of %s.", id, TYPES);
        }
        boolean custom = type.equals("CUSTOM");
        for (String key : OF_AUTHORIZERS) {
            if (!custom && auth.has(key)) {
                throw TemplateErrors.of(
                        "Resource with id [%s] is invalid. %s is for the AuthType CUSTOM.",
                        id, key);
            }
        }
        return custom;
    }

    private void route(Map.Entry<String, JsonNode> declared) {
        String key = declared.getKey();
        JsonNode route = declared.getValue();
        String where = "Resource " + id + ", Routes." + key;
        Json.requireOnly(ROUTE_KEYS, route, where, problems);
        if (!route.has("FunctionArn")) {
            throw TemplateErrors.of("%s must have a FunctionArn", where);
        }
        String name = id + key.replaceAll("[^A-Za-z0-9]", "");
        ObjectNode proxy = Json.object().put("IntegrationType", "AWS_PROXY");
        proxy.set("ApiId", Json.ref(id));
        proxy.set("IntegrationUri", route.get("FunctionArn"));
        if (route.has("IntegrationTimeout")) {
            proxy.set("TimeoutInMillis", route.get("IntegrationTimeout"));
        }
        add(name + "Integration", "AWS::ApiGatewayV2::Integration", proxy);
        ObjectNode entry = Json.object().put("RouteKey", key);
        entry.set("ApiId", Json.ref(id));
        entry.set("Target", Json.sub("integrations/${" + name + "Integration}"));
        copy(
                route,
                entry,
                "ApiKeyRequired",
                "ModelSelectionExpression",
                "OperationName",
                "RequestModels",
                "RequestParameters",
                "RouteResponseSelectionExpression");
        if (key.equals(CONNECT)) {
            protect(entry, properties.path("Auth"));
        }
        add(name + "Route", "AWS::ApiGatewayV2::Route", entry);
        add(
                name + "Permission",
                "AWS::Lambda::Permission",
                permission(route.get("FunctionArn"), "*/" + key));
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    private void protect(ObjectNode route, JsonNode auth) {
        JsonNode type = auth.path("AuthType");
        if (!type.isMissingNode()) {
            route.set("AuthorizationType", type);
        }
        if (type.asText().equals("CUSTOM")) {
            route.set("AuthorizerId", Json.ref(id + "Authorizer"));
        }
    }

    private ObjectNode permission(JsonNode function, String source) {
        ObjectNode permission = Json.object().put("Action", "lambda:InvokeFunction");
        permission.put("Principal", "apigateway.amazonaws.com");
        permission.set("FunctionName", function);
        permission.set(
                "SourceArn",
                Json.sub(
                        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"
                                + id
                                + "}/"
                                + source));
        return permission;
    }

    private void add(String logicalId, String type, ObjectNode declared) {
        resources.add(ResourceDeclaration.of(logicalId, type, declared));
    }
}
