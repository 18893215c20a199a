package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who may call the methods of a REST API, written into its document. */
public final class SwaggerAuth {
    public static final String IAM = "AWS_IAM";

    private final SwaggerDocument document;

    public SwaggerAuth(SwaggerDocument document) {
        this.document = document;
    }

    /** Adds the authorizers of the API. */
    public void define(Map<String, RestAuthorizer> authorizers) {
        authorizers.forEach(
                (name, authorizer) -> document.security().set(name, authorizer.definition()));
    }

    /** Has every method demand the default authorizer that has none of its own. */
    public void setDefault(
            String authorizer, Map<String, RestAuthorizer> authorizers, boolean onPreflight) {
        Set<String> names = new HashSet<>(authorizers.keySet());
        names.add(IAM);
        RestAuthorizer chosen = authorizers.get(authorizer);
        for (String path : document.paths().names()) {
            for (Paths.Method method :
                    document.paths().integrated(path, SwaggerDocument.NO_METHODS)) {
                if (onPreflight || !method.name().equals("options")) {
                    JsonNode scopes = chosen == null ? Json.list() : chosen.scopes();
                    ArrayNode security = withDefault(path, method, names, authorizer, scopes);
                    if (!security.isEmpty()) {
                        MethodSecurity.set(method.definition(), security);
                        if (security.get(0).has(IAM)) {
                            defineIam();
                        }
                    }
                }
            }
        }
    }

    private static ArrayNode withDefault(
            String path,
            Paths.Method method,
            Set<String> names,
            String authorizer,
            JsonNode scopes) {
        ArrayNode others = Json.list();
        ArrayNode own = Json.list();
        boolean none = false;
        for (JsonNode entry : MethodSecurity.of(method.definition(), path, method.name())) {
            if (MethodSecurity.isAny(entry, names)) {
                own.add(entry);
            } else if (!none && entry.has(MethodSecurity.NONE)) {
                none = true;
            } else {
                others.add(entry);
            }
        }
        if (none) {
            return others;
        }
        return own.isEmpty()
                ? others.add(MethodSecurity.entry(authorizer, scopes))
                : others.addAll(own);
    }

    /** Has every method demand a key that does not say otherwise. */
    public void requireKeys(boolean onPreflight) {
        defineKey();
        for (String path : document.paths().names()) {
            for (Paths.Method method :
                    document.paths().integrated(path, SwaggerDocument.NO_METHODS)) {
                requireKey(path, method, onPreflight);
            }
        }
    }

    private static void requireKey(String path, Paths.Method method, boolean onPreflight) {
        ObjectNode definition = method.definition();
        ArrayNode before = MethodSecurity.of(definition, path, method.name());
        ArrayNode security = Json.list();
        boolean none = false;
        for (JsonNode entry : before) {
            if (MethodSecurity.isAny(entry, Set.of(MethodSecurity.KEY, MethodSecurity.NO_KEY))) {
                none |= entry.has(MethodSecurity.NO_KEY);
            } else {
                security.add(entry);
            }
        }
        if (!none && (onPreflight || !method.name().equals("options"))) {
            security.add(MethodSecurity.ownEntry(MethodSecurity.KEY));
        }
        if (!security.equals(before)) {
            MethodSecurity.set(definition, security);
        }
    }

    /** Has a method demand an authorizer of its own, or none. */
    public void setAuthorizer(
            String path, String method, String authorizer, JsonNode own, JsonNode authorizers) {
        JsonNode scopes = Json.list();
        JsonNode known = authorizers.path(authorizer);
        if (!authorizer.equals(MethodSecurity.NONE) && !known.isMissingNode()) {
            JsonNode chosen = own.isMissingNode() ? known.path("AuthorizationScopes") : own;
            scopes = chosen.isMissingNode() ? scopes : chosen;
        }
        for (ObjectNode definition : document.paths().definitions(path, method)) {
            MethodSecurity.add(definition, path, method, MethodSecurity.entry(authorizer, scopes));
            if (definition.path("security").path(0).has(IAM)) {
                defineIam();
            }
        }
    }

    /** Has a method demand a key, or say that it goes without. */
    public void setKey(String path, String method, JsonNode required) {
        for (ObjectNode definition : document.paths().definitions(path, method)) {
            String name = MethodSecurity.NO_KEY;
            if (Values.isTrue(required)) {
                name = MethodSecurity.KEY;
                defineKey();
            }
            MethodSecurity.add(definition, path, method, MethodSecurity.ownEntry(name));
        }
    }

    private void defineKey() {
        if (!document.security().has(MethodSecurity.KEY)) {
            PythonDict key = PythonDict.hashed().put("type", "apiKey");
            key.put("name", "x-api-key").put("in", "header");
            define(MethodSecurity.KEY, key);
        }
    }

    private void defineIam() {
        if (!document.security().has(IAM)) {
            PythonDict iam = PythonDict.hashed();
            iam.put("x-amazon-apigateway-authtype", "awsSigv4").put("type", "apiKey");
            define(IAM, iam.put("name", "Authorization").put("in", "header"));
        }
    }

    private void define(String name, PythonDict scheme) {
        ((PythonDict) document.security()).update(PythonDict.hashed().own(name, scheme));
    }
}
