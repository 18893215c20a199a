package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Expands a WebSocket API: the API, a stage that follows it, and a route, an integration and a
 * permission for each of its {@code Routes}.
 */
public final class ServerlessWebSocketApi {
    private static final String TAG = "websocketapi:createdBy";
    private static final String DEFAULT = "default";
    private static final String CONNECT = "$connect";
    private static final Map<String, String> REFERABLE =
            Map.of(
                    "Stage", "AWS::ApiGatewayV2::Stage",
                    "DomainName", "AWS::ApiGatewayV2::DomainName");

    private final Declared written;
    private final Expansion expansion;

    /** What is made has no attribute of the API but those it waits for. */
    private final Declared declared;

    public ServerlessWebSocketApi(Declared written, Expansion expansion) {
        this.written = written;
        this.expansion = expansion;
        ObjectNode bare = Json.object();
        Json.copy(written.resource(), bare, "Type", "Properties", "DependsOn");
        this.declared = new Declared(written.id(), bare);
    }

    public void expand() {
        for (String resolved : List.of("Auth", "Domain", "Routes")) {
            JsonNode given = declared.get(resolved);
            if (!given.isMissingNode()) {
                declared.properties().set(resolved, expansion.withParameters(given));
            }
        }
        check();
        ObjectNode tags =
                declared.get("Tags").isObject() ? declared.get("Tags").deepCopy() : Json.object();
        boolean tagged = !tags.isEmpty();
        tags.put(TAG, "SAM");
        List<Made> made = new ArrayList<>(List.of(api(tags)));
        ArrayNode routes = Json.list();
        for (Map.Entry<String, JsonNode> route : declared.get("Routes").properties()) {
            routes.add(addRoute(route.getKey(), route.getValue(), made));
        }
        made.addAll(new HttpDomain(declared, expansion, TAG).made());
        Made stage = stage();
        if (Values.isTrue(declared.get("RouteSettings"))) {
            stage.attribute("DependsOn", routes);
        }
        made.add(stage);
        made.addAll(authorizer());
        Tags.propagate(made, tags, tagged && Values.isTrue(declared.get("PropagateTags")));
        expansion.replace(written, made, REFERABLE);
    }

    private void check() {
        for (String required : List.of("Routes", "RouteSelectionExpression")) {
            if (declared.get(required).isMissingNode()) {
                throw declared.invalid("Missing required property '" + required + "'.");
            }
        }
        if (declared.get("Routes").isEmpty()) {
            throw declared.invalid("WebSocket API must have at least one route.");
        }
        JsonNode addresses = declared.get("IpAddressType");
        if (!addresses.isMissingNode()
                && !Values.isCall(addresses)
                && !addresses.asText().matches("ipv4|dualstack")) {
            throw declared.invalid("IpAddressType must be 'ipv4' or 'dualstack'.");
        }
        if (Values.isTrue(declared.get("Domain").path("MutualTlsAuthentication"))) {
            throw declared.invalid(
                    "Mutual TLS domain name association is not supported for Websocket APIs.");
        }
        JsonNode auth = declared.get("Auth");
        if (Values.isTrue(auth)) {
            if (!declared.get("Routes").has(CONNECT)) {
                throw declared.invalid(
                        "Authorization is only available if there is a $connect route.");
            }
            checkAuth(auth);
        }
        if (declared.get("StageName").asText().equals("$default")) {
            throw declared.invalid("Stages cannot be named $default for WebSocket APIs.");
        }
    }

    private void checkAuth(JsonNode auth) {
        String type = auth.path("AuthType").asText();
        if (type.isEmpty()) {
            throw declared.invalid(
                    "AuthType must be specified for additional auth configurations.");
        }
        if (!type.matches("NONE|AWS_IAM|CUSTOM")) {
            throw declared.invalid(
                    "AuthType '" + type + "' is not one of AWS_IAM, CUSTOM or NONE.");
        }
        if (type.equals("CUSTOM") && !Values.isTrue(auth.path("AuthArn"))) {
            throw declared.invalid("AuthArn must be specified if AuthType is CUSTOM.");
        }
        if (!type.equals("CUSTOM") && auth.size() > 1) {
            throw declared.invalid(
                    "No additional configurations supported for AuthType " + type + ".");
        }
    }

    private Made api(ObjectNode tags) {
        Made api = new Made(declared.id(), "AWS::ApiGatewayV2::Api", declared.attributes());
        api.copy(
                declared.properties(),
                "ApiKeySelectionExpression",
                "Description",
                "DisableExecuteApiEndpoint",
                "DisableSchemaValidation",
                "IpAddressType",
                "RouteSelectionExpression");
        JsonNode name = declared.get("Name");
        api.set("Name", name.isMissingNode() ? Json.text(declared.id()) : name);
        return api.set("Tags", tags).set("ProtocolType", "WEBSOCKET");
    }

    private Made stage() {
        JsonNode given = declared.get("StageName");
        JsonNode name = given.isMissingNode() ? Json.text(DEFAULT) : given;
        String part = name.asText().equals(DEFAULT) ? "Default" : name.asText();
        Made stage =
                new Made(
                        declared.id() + part + "Stage",
                        "AWS::ApiGatewayV2::Stage",
                        declared.passed());
        stage.set("ApiId", Values.ref(declared.id())).set("StageName", name);
        stage.copy(
                declared.properties(),
                "StageVariables",
                "AccessLogSettings",
                "DefaultRouteSettings",
                "RouteSettings");
        stage.set("Tags", Json.object().put(TAG, "SAM"));
        return stage.set("AutoDeploy", Json.object().booleanNode(true));
    }

    private String addRoute(String key, JsonNode route, List<Made> made) {
        String base = declared.id() + part(key);
        if (!route.has("FunctionArn")) {
            throw declared.invalid("Route must have associated function.");
        }
        Made own = new Made(base + "Route", "AWS::ApiGatewayV2::Route", declared.passed());
        own.set("RouteKey", key).set("ApiId", Values.ref(declared.id()));
        for (String name :
                List.of(
                        "ApiKeyRequired",
                        "ModelSelectionExpression",
                        "OperationName",
                        "RequestModels",
                        "RouteResponseSelectionExpression")) {
            own.set(name, route.path(name));
        }
        if (Values.isTrue(route.path("RequestParameters"))) {
            if (!key.equals(CONNECT)) {
                throw declared.invalid(
                        "Request parameters are only supported for the $connect route in"
                                + " WebSocket APIs.");
            }
            own.set("RequestParameters", route.get("RequestParameters"));
        }
        ArrayNode parts = Json.list().add("integrations").add(Values.ref(base + "Integration"));
        own.set("Target", Json.object().set("Fn::Join", Json.list().add("/").add(parts)));
        if (key.equals(CONNECT) && Values.isTrue(declared.get("Auth"))) {
            String type = declared.get("Auth").get("AuthType").asText();
            own.set("AuthorizationType", type);
            if (type.equals("CUSTOM")) {
                own.set("AuthorizerId", Values.ref(declared.id() + "ConnectAuthorizer"));
            }
        }
        made.add(own);
        Made integration =
                new Made(base + "Integration", "AWS::ApiGatewayV2::Integration", declared.passed());
        integration.set("ApiId", Values.ref(declared.id()));
        integration.set("IntegrationType", "AWS_PROXY");
        integration.set("IntegrationUri", uri("FunctionArn", route.get("FunctionArn")));
        made.add(integration.set("TimeoutInMillis", route.path("IntegrationTimeout")));
        made.add(permission(base + "Permission", key, route.get("FunctionArn")));
        return own.id();
    }

    private String part(String key) {
        String name = key.matches("\\$(connect|disconnect|default)") ? key.substring(1) : key;
        if (!name.matches("[a-zA-Z0-9]+")) {
            throw declared.invalid(
                    "Route key '"
                            + key
                            + "' must be alphanumeric. Only $connect, $disconnect, and $default"
                            + " special routes are supported.");
        }
        return name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static JsonNode uri(String variable, JsonNode function) {
        return Values.sub(
                "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${"
                        + variable
                        + "}/invocations",
                variable,
                function);
    }

    private Made permission(String id, String key, JsonNode function) {
        JsonNode stage = declared.get("StageName");
        String api =
                "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"
                        + declared.id()
                        + ".ApiId}/";
        JsonNode source =
                stage.isContainerNode()
                        ? Values.sub(api + "${__StageName__}/" + key, "__StageName__", stage)
                        : Values.sub(api + stage.asText(DEFAULT) + "/" + key);
        return new Made(id, "AWS::Lambda::Permission", declared.passed())
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", function)
                .set("Principal", "apigateway.amazonaws.com")
                .set("SourceArn", source);
    }

    private List<Made> authorizer() {
        JsonNode auth = declared.get("Auth");
        if (!auth.path("AuthType").asText().equals("CUSTOM")) {
            return List.of();
        }
        String id = declared.id() + "ConnectAuthorizer";
        Made authorizer = new Made(id, "AWS::ApiGatewayV2::Authorizer", declared.passed());
        authorizer.set("ApiId", Values.ref(declared.id())).set("AuthorizerType", "REQUEST");
        authorizer.set("AuthorizerCredentialsArn", auth.path("InvokeRole"));
        authorizer.set("AuthorizerUri", uri("AuthArn", auth.get("AuthArn")));
        authorizer.set("IdentitySource", auth.path("IdentitySource"));
        JsonNode name = auth.path("Name");
        authorizer.set("Name", Values.isTrue(name) ? name : Json.text(id));
        if (Values.isTrue(auth.path("InvokeRole"))) {
            return List.of(authorizer);
        }
        return List.of(
                authorizer,
                AuthorizerPermission.of(
                        declared,
                        declared.id() + "AuthorizerPermission",
                        auth.get("AuthArn"),
                        "${AWS::Partition}"));
    }
}
