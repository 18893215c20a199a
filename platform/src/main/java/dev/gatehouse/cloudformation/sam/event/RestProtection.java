package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerAuth;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerPolicy;
import dev.gatehouse.cloudformation.sam.python.PythonText;

/** The {@code Auth} of an event of a REST API ("ApiFunctionAuth"). */
final class RestProtection {
    private static final String NONE = "NONE";

    private final Event event;
    private final SwaggerDocument document;
    private final String path;
    private final String method;

    RestProtection(Event event, SwaggerDocument document, String path, String method) {
        this.event = event;
        this.document = document;
        this.path = path;
        this.method = method;
    }

    /**
     * Writes it into the API's document.
     *
     * @param all the Auth of the API
     */
    void apply(JsonNode auth, JsonNode all, JsonNode stage) {
        JsonNode chosen = auth.path("Authorizer");
        JsonNode authorizers = all.path("Authorizers");
        if (Values.isTrue(chosen)) {
            check(chosen, all, authorizers);
        }
        JsonNode scopes = auth.path("AuthorizationScopes");
        if (Values.isTrue(scopes) && !scopes.isArray()) {
            throw event.invalid("Property 'Auth.AuthorizationScopes' should be a list.");
        }
        if (Values.isTrue(scopes) && !Values.isTrue(chosen)) {
            throw event.invalid("AuthorizationScopes works only when Authorizer is set");
        }
        JsonNode key = auth.path("ApiKeyRequired");
        if (!key.isMissingNode()
                && !Values.isTrue(key)
                && !Values.isTrue(all.path("ApiKeyRequired"))) {
            throw event.invalid(
                    "Unable to set ApiKeyRequired [False] on API method ["
                            + method
                            + "] for path ["
                            + path
                            + "] because the related API does not specify any ApiKeyRequired.");
        }
        SwaggerAuth written = new SwaggerAuth(document);
        if (Values.isTrue(chosen)) {
            written.setAuthorizer(path, method, chosen.asText(), scopes, authorizers);
        }
        if (!key.isMissingNode()) {
            written.setKey(path, method, key);
        }
        JsonNode policy = auth.path("ResourcePolicy");
        if (Values.isTrue(policy)) {
            SwaggerPolicy added = new SwaggerPolicy(document);
            added.add(policy, path, stage);
            if (Values.isTrue(policy.path("CustomStatements"))) {
                added.addCustom(policy.get("CustomStatements"));
            }
        }
    }

    private void check(JsonNode chosen, JsonNode all, JsonNode authorizers) {
        String name = chosen.isTextual() ? chosen.asText() : PythonText.of(chosen);
        if (name.equals(SwaggerAuth.IAM)) {
            return;
        }
        if (name.equals(NONE)) {
            if (!Values.isTrue(all.path("DefaultAuthorizer"))) {
                throw AuthorizerErrors.none(event, method, path);
            }
            return;
        }
        String unable = AuthorizerErrors.unable(name, method, path);
        if (!Values.isTrue(authorizers)) {
            throw event.invalid(
                    unable + " because the related API does not define any Authorizers.");
        }
        if (!chosen.isTextual() || !authorizers.isObject()) {
            throw event.invalid(
                    unable
                            + ". The method authorizer must be a string with a corresponding dict"
                            + " entry in the api authorizer.");
        }
        if (!Values.isTrue(authorizers.path(name))) {
            throw event.invalid(unable + " because it wasn't defined in the API's Authorizers.");
        }
    }
}
