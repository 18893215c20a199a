package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.S3Location;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.HttpAuthorizer;
import dev.gatehouse.cloudformation.sam.openapi.OpenApiDocument;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expands an HTTP API: the API with its document, and a stage that deploys by itself. */
public final class ServerlessHttpApi {
    private static final String DEFAULT = "$default";
    private static final String TAG = "httpapi:createdBy";
    private static final Set<String> AUTH =
            Set.of("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer");
    private static final Map<String, String> REFERABLE =
            Map.of(
                    "Stage", "AWS::ApiGatewayV2::Stage",
                    "DomainName", "AWS::ApiGatewayV2::DomainName");

    private final Declared declared;
    private final Expansion expansion;

    public ServerlessHttpApi(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
    }

    public void expand() {
        for (String resolved : List.of("CorsConfiguration", "Domain")) {
            JsonNode given = declared.get(resolved);
            if (!given.isMissingNode()) {
                declared.properties().set(resolved, expansion.withParameters(given));
            }
        }
        boolean inline = !declared.get("DefinitionBody").isMissingNode();
        JsonNode auth = declared.get("Auth");
        if (Values.isTrue(auth)) {
            checkAuth(auth);
        }
        Map<String, HttpAuthorizer> authorizers = authorizers(auth);
        ObjectNode tags =
                declared.get("Tags").isObject() ? declared.get("Tags").deepCopy() : Json.object();
        if (OpenApiDocument.isValid(declared.get("DefinitionBody"))) {
            tags.put(TAG, "SAM");
        }
        Made api = new Made(declared.id(), "AWS::ApiGatewayV2::Api", declared.attributes());
        ObjectNode body = new HttpBody(declared, authorizers, tags).written();
        if (Values.isTrue(declared.get("FailOnWarnings"))) {
            api.copy(declared.properties(), "FailOnWarnings");
        }
        if (Values.isTrue(declared.get("DefinitionUri"))) {
            api.set(
                    "BodyS3Location",
                    S3Location.ofDefinition(declared.get("DefinitionUri"), declared.id()));
        } else {
            api.set("Body", body);
        }
        List<Made> made = new ArrayList<>(List.of(api));
        authorizers.forEach(
                (name, authorizer) -> {
                    if (authorizer.isPermitted()) {
                        made.add(
                                AuthorizerPermission.of(
                                        declared,
                                        declared.id() + name + "AuthorizerPermission",
                                        authorizer.function(),
                                        "${AWS::Partition}"));
                    }
                });
        made.addAll(new HttpDomain(declared, expansion, TAG).made());
        made.add(stage(tags));
        if (inline) {
            Tags.propagate(made, tags, true);
        }
        expansion.replace(declared, made, REFERABLE);
    }

    private void checkAuth(JsonNode auth) {
        if (!Values.isTrue(declared.get("DefinitionBody"))) {
            throw declared.invalid(
                    "Auth works only with inline OpenApi specified in the 'DefinitionBody'"
                            + " property.");
        }
        for (String key : (Iterable<String>) auth::fieldNames) {
            if (!AUTH.contains(key)) {
                throw declared.invalid("Invalid value for 'Auth' property");
            }
        }
    }

    private Map<String, HttpAuthorizer> authorizers(JsonNode auth) {
        Map<String, HttpAuthorizer> authorizers = new LinkedHashMap<>();
        JsonNode iam = auth.path("EnableIamAuthorizer");
        if (iam.isBoolean() && iam.asBoolean()) {
            authorizers.put("AWS_IAM", HttpAuthorizer.iam(declared.id()));
        }
        JsonNode given = auth.path("Authorizers");
        if (Values.isTrue(given) && !given.isObject()) {
            throw declared.invalid("Property 'Auth.Authorizers' should be a map.");
        }
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            if (!each.getValue().isObject()) {
                throw declared.invalid(
                        "Property 'Auth.Authorizers." + each.getKey() + "' should be a map.");
            }
            authorizers.put(
                    each.getKey(),
                    new HttpAuthorizer(
                            declared.id(), each.getKey(), each.getValue(), expansion.partition()));
        }
        return authorizers;
    }

    private Made stage(ObjectNode tags) {
        JsonNode given = declared.get("StageName");
        JsonNode name = Values.isTrue(given) ? given : Json.text(DEFAULT);
        String id =
                name.asText().equals(DEFAULT)
                        ? declared.id() + "ApiGatewayDefaultStage"
                        : LogicalId.joined(declared.id(), name.asText(), "Stage");
        Made stage = new Made(id, "AWS::ApiGatewayV2::Stage", declared.passed());
        stage.set("ApiId", Values.ref(declared.id())).set("StageName", name);
        stage.copy(
                declared.properties(),
                "StageVariables",
                "AccessLogSettings",
                "DefaultRouteSettings",
                "RouteSettings");
        if (!tags.isEmpty()) {
            stage.set("Tags", tags);
        }
        return stage.set("AutoDeploy", Json.object().booleanNode(true));
    }
}
