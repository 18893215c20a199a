package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.auth.RestAuth;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expands a REST API: the API, a resource for each path segment, a method for each event, a stage,
 * and a deployment whose name follows its content, so that a changed API is deployed anew.
 */
final class ServerlessRestApi {
    /** The API of events that name none. */
    static final String IMPLICIT = "ServerlessRestApi";

    private static final JsonNode PROD = Json.object().textNode("Prod");

    private static final Set<String> SUPPORTED =
            Set.of(
                    "Auth",
                    "Name",
                    "Description",
                    "StageName",
                    "Variables",
                    "AccessLogSetting",
                    "BinaryMediaTypes",
                    "CacheClusterEnabled",
                    "CacheClusterSize",
                    "ApiKeySourceType",
                    "CanarySetting",
                    "DefinitionBody",
                    "DefinitionUri",
                    "DisableExecuteApiEndpoint",
                    "EndpointConfiguration",
                    "FailOnWarnings",
                    "GatewayResponses",
                    "MethodSettings",
                    "Mode",
                    "Models",
                    "OpenApiVersion",
                    "Tags");

    private final String id;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    private final Map<String, ResourceDeclaration> methods = new LinkedHashMap<>();
    private final Map<String, ResourceDeclaration> permissions = new LinkedHashMap<>();
    private final ApiModels models;
    private final RequestChecks checks;
    private ObjectNode properties = Json.object();
    private @Nullable RestAuth auth;

    ServerlessRestApi(String id) {
        this.id = id;
        this.models = new ApiModels(id);
        this.checks = new RequestChecks(id, models);
    }

    void declare(ResourceDeclaration declared, Expansion expansion) {
        expansion.requireSupported(SUPPORTED, declared);
        properties = declared.properties();
        OpenApiDefinition.checkVersion(id, properties.path("OpenApiVersion"));
        if (OpenApiDefinition.isIn(properties)) {
            OpenApiDefinition.requireAlone(
                    id, properties, List.of("GatewayResponses", "Models"), expansion);
            expansion.requireOnly(
                    Set.of("ResourcePolicy", "UsagePlan"),
                    properties.path("Auth"),
                    "Resource " + id + " with DefinitionBody or DefinitionUri, Auth");
        }
        models.declare(properties.path("Models"));
        auth = new RestAuth(id, properties.path("Auth"), expansion.problems());
    }

    void route(Callee callee, String event, JsonNode route, Expansion expansion) {
        if (auth == null) {
            return; // what is wrong with the API was told
        }
        if (OpenApiDefinition.isIn(properties)) {
            OpenApiDefinition.requireBare(
                    id, route, "Resource " + callee.function() + ", event " + event);
            permit(callee, event, path(route), verb(route));
            return;
        }
        String path = path(route);
        String verb = verb(route);
        ObjectNode integration = Json.object().put("Type", "AWS_PROXY");
        integration.put("IntegrationHttpMethod", "POST");
        integration.set(
                "Uri",
                Json.sub(
                        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                                + callee.variable()
                                + "/invocations"));
        if (route.has("TimeoutInMillis")) {
            integration.set("TimeoutInMillis", route.get("TimeoutInMillis"));
        }
        ObjectNode method = Json.object().put("HttpMethod", verb).put("AuthorizationType", "NONE");
        method.set("RestApiId", Json.ref(id));
        method.set("ResourceId", resource(path));
        auth.protect(
                method,
                integration,
                route.path("Auth"),
                "Resource " + callee.function() + ", event " + event);
        method.set("Integration", integration);
        checks.add(route, method, "Resource " + callee.function() + ", event " + event, expansion);
        String name = id + LogicalPart.of(path) + LogicalPart.of(verb);
        methods.put(name, ResourceDeclaration.of(name, "AWS::ApiGateway::Method", method));
        permit(callee, event, path, verb);
    }

    private static String path(JsonNode route) {
        return route.path("Path").asText("/");
    }

    private static String verb(JsonNode route) {
        return route.path("Method").asText("any").toUpperCase(Locale.ROOT).replace("*", "ANY");
    }

    private void permit(Callee callee, String event, String path, String verb) {
        String permission = callee.function() + event + "Permission" + stagePart("Stage");
        permissions.put(
                permission,
                ResourceDeclaration.of(
                        permission,
                        "AWS::Lambda::Permission",
                        InvokePermission.of(callee, id, (verb.equals("ANY") ? "*" : verb) + path)));
    }

    void expand(Expansion expansion) {
        if (auth == null) {
            return;
        }
        ObjectNode api = Json.object();
        Json.copy(
                properties,
                api,
                "Name",
                "Description",
                "BinaryMediaTypes",
                "ApiKeySourceType",
                "DisableExecuteApiEndpoint",
                "Mode");
        OpenApiDefinition.copy(id, properties, api);
        if (properties.has("Tags")) {
            api.set("Tags", Json.tags(id, properties.get("Tags")));
        }
        if (properties.has("EndpointConfiguration")) {
            api.set("EndpointConfiguration", endpoint(properties.get("EndpointConfiguration")));
        }
        if (!api.has("Name") && !OpenApiDefinition.isIn(properties)) {
            api.set("Name", Json.ref("AWS::StackName"));
        }
        auth.addPolicy(api);
        expansion.add(ResourceDeclaration.of(id, "AWS::ApiGateway::RestApi", api));
        resources.values().forEach(expansion::add);
        methods.values().forEach(expansion::add);
        permissions.values().forEach(expansion::add);
        List<ResourceDeclaration> beside = new ArrayList<>(models.resources());
        beside.addAll(checks.validators());
        beside.addAll(ApiGatewayResponses.of(id, properties.path("GatewayResponses"), expansion));
        beside.addAll(auth.resources().values());
        beside.forEach(expansion::add);
        deploy(expansion, beside, api);
    }

    /** SAM names one type, alone or as Type, where CloudFormation lists Types. */
    private static JsonNode endpoint(JsonNode declared) {
        if (declared.isTextual()) {
            return Json.object().set("Types", Json.list().add(declared));
        }
        if (declared instanceof ObjectNode object && object.has("Type")) {
            ObjectNode endpoint = object.deepCopy();
            endpoint.set("Types", Json.list().add(endpoint.remove("Type")));
            return endpoint;
        }
        return declared;
    }

    /**
     * @param beside what is deployed beside resources and methods
     * @param api whose policy and document are deployed with it
     */
    private void deploy(Expansion expansion, List<ResourceDeclaration> beside, ObjectNode api) {
        JsonNode policy = api.path("Policy");
        String binary = properties.path("BinaryMediaTypes").toString();
        List<Object> parts =
                new ArrayList<>(
                        List.of(written(resources.values()), written(methods.values()), binary));
        List<String> first = new ArrayList<>(methods.keySet());
        if (!policy.isMissingNode()) {
            parts.add(policy.toString());
        }
        if (OpenApiDefinition.isIn(properties)) {
            parts.add(api.path("Body").toString() + api.path("BodyS3Location"));
        }
        if (!beside.isEmpty()) {
            parts.add(written(beside));
            beside.forEach(each -> first.add(each.logicalId()));
        }
        int content = parts.hashCode();
        String deployment = id + "Deployment" + Integer.toHexString(content);
        ObjectNode snapshot = Json.object();
        snapshot.set("RestApiId", Json.ref(id));
        expansion.add(
                new ResourceDeclaration(
                        deployment,
                        "AWS::ApiGateway::Deployment",
                        snapshot,
                        first,
                        Optional.empty(),
                        Retention.NONE));
        String stageId = id + stagePart("") + "Stage";
        ObjectNode stage = Json.object();
        stage.set("RestApiId", Json.ref(id));
        stage.set("DeploymentId", Json.ref(deployment));
        stage.set("StageName", stageName());
        Json.copy(
                properties,
                stage,
                "Variables",
                "MethodSettings",
                "CacheClusterEnabled",
                "CacheClusterSize",
                "CanarySetting",
                "AccessLogSetting");
        expansion.add(ResourceDeclaration.of(stageId, "AWS::ApiGateway::Stage", stage));
        expansion.generated(id + ".Stage", stageId);
        if (auth != null) {
            ApiUsagePlan.add(id, auth.usagePlan(), stageId, expansion);
        }
        expansion.generated(id + ".Deployment", deployment);
    }

    private static List<String> written(Collection<ResourceDeclaration> declared) {
        return declared.stream().map(one -> one.logicalId() + one.properties()).toList();
    }

    /**
     * The stage's name as part of a logical id.
     *
     * @param function what stands for one that an intrinsic function gives
     */
    private String stagePart(String function) {
        return stageName().isTextual()
                ? stageName().asText().replaceAll("[^A-Za-z0-9]", "")
                : function;
    }

    private JsonNode stageName() {
        return properties.has("StageName") ? properties.get("StageName") : PROD;
    }

    /** The id of a path's resource, declared along with its parents. */
    private JsonNode resource(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (trimmed.isEmpty()) {
            return Json.attribute(id, "RootResourceId");
        }
        String name = id + "Resource" + LogicalPart.of(trimmed);
        if (!resources.containsKey(name)) {
            int slash = trimmed.lastIndexOf('/');
            JsonNode parent = resource(trimmed.substring(0, Math.max(slash, 0)));
            ObjectNode segment = Json.object().put("PathPart", trimmed.substring(slash + 1));
            segment.set("RestApiId", Json.ref(id));
            segment.set("ParentId", parent);
            resources.put(name, ResourceDeclaration.of(name, "AWS::ApiGateway::Resource", segment));
        }
        return Json.ref(name);
    }
}
