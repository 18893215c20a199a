package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.RestAuthorizer;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerAuth;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerPolicy;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code Auth} of a REST API ("ApiAuth" of the SAM developer guide). */
final class RestAuth {
    private static final Set<String> KEYS =
            Set.of(
                    "Authorizers",
                    "DefaultAuthorizer",
                    "InvokeRole",
                    "AddDefaultAuthorizerToCorsPreflight",
                    "AddApiKeyRequiredToCorsPreflight",
                    "ApiKeyRequired",
                    "ResourcePolicy",
                    "UsagePlan");

    private final Declared api;
    private final Expansion expansion;
    private final JsonNode auth;

    RestAuth(Declared api, Expansion expansion) {
        this.api = api;
        this.expansion = expansion;
        this.auth = api.get("Auth");
    }

    boolean isGiven() {
        return Values.isTrue(auth);
    }

    /** Writes it into the API's document. */
    void apply(SwaggerDocument document) {
        for (String key : (Iterable<String>) auth::fieldNames) {
            if (!KEYS.contains(key)) {
                throw api.invalid("Invalid value for 'Auth' property");
            }
        }
        SwaggerAuth written = new SwaggerAuth(document);
        JsonNode chosen = auth.path("DefaultAuthorizer");
        Map<String, RestAuthorizer> authorizers =
                authorizers(chosen.asText().equals(SwaggerAuth.IAM));
        if (!authorizers.isEmpty()) {
            written.define(authorizers);
            if (Values.isTrue(chosen)) {
                requireKnown(chosen, authorizers);
                written.setDefault(
                        chosen.asText(),
                        authorizers,
                        onPreflight("AddDefaultAuthorizerToCorsPreflight"));
            }
        }
        if (Values.isTrue(auth.path("ApiKeyRequired"))) {
            written.requireKeys(onPreflight("AddApiKeyRequiredToCorsPreflight"));
        }
        JsonNode policy = auth.path("ResourcePolicy");
        if (Values.isTrue(policy)) {
            if (!policy.isObject()) {
                throw SamErrors.template("ResourcePolicy must be a map (ResourcePolicyStatement).");
            }
            SwaggerPolicy added = new SwaggerPolicy(document);
            for (String path : document.paths().names()) {
                added.add(policy, path, api.get("StageName"));
            }
            if (Values.isTrue(policy.path("CustomStatements"))) {
                added.addCustom(policy.get("CustomStatements"));
            }
        }
    }

    private boolean onPreflight(String property) {
        return !auth.has(property) || Values.isTrue(auth.get(property));
    }

    private void requireKnown(JsonNode chosen, Map<String, RestAuthorizer> authorizers) {
        if (!chosen.isTextual()) {
            throw api.invalid("DefaultAuthorizer is not a string.");
        }
        if (!authorizers.containsKey(chosen.asText())) {
            throw api.invalid(
                    "Unable to set DefaultAuthorizer because '"
                            + chosen.asText()
                            + "' was not defined in 'Authorizers'.");
        }
    }

    /** In the order of Python's dictionary of them. */
    private Map<String, RestAuthorizer> authorizers(boolean withIam) {
        JsonNode given = auth.path("Authorizers");
        PythonDict order = PythonDict.hashed();
        if (withIam) {
            order.set(SwaggerAuth.IAM, PythonDict.hashed().missingNode());
        }
        if (Values.isTrue(given) && !given.isObject()) {
            throw api.invalid("Property 'Auth.Authorizers' should be a map.");
        }
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            if (!(each.getValue() instanceof ObjectNode)) {
                throw api.invalid(
                        "Property 'Auth.Authorizers." + each.getKey() + "' should be a map.");
            }
            order.set(each.getKey(), each.getValue());
        }
        Map<String, RestAuthorizer> authorizers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : order.properties()) {
            RestAuthorizer authorizer =
                    each.getValue().isMissingNode()
                            ? RestAuthorizer.iam(api.id(), expansion.partition())
                            : new RestAuthorizer(
                                    api.id(),
                                    each.getKey(),
                                    each.getValue(),
                                    expansion.partition());
            authorizers.put(each.getKey(), authorizer);
        }
        return authorizers;
    }

    /** Lets the API call the functions of its authorizers. */
    List<Made> permissions() {
        List<Made> permissions = new ArrayList<>();
        if (!isGiven()) {
            return permissions;
        }
        authorizers(false)
                .forEach(
                        (name, authorizer) -> {
                            if (authorizer.isPermitted()) {
                                permissions.add(permission(name, authorizer));
                            }
                        });
        return permissions;
    }

    private Made permission(String name, RestAuthorizer authorizer) {
        return AuthorizerPermission.of(
                api,
                api.id() + name + "AuthorizerPermission",
                authorizer.function(),
                expansion.partition());
    }
}
