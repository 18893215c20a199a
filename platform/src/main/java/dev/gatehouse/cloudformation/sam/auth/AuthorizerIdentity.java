package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code Identity} of an authorizer: what a caller is known by. */
final class AuthorizerIdentity {
    private AuthorizerIdentity() {}

    /** The identity sources of a REST API's authorizer, in SAM's order. */
    static List<String> ofRest(String where, JsonNode identity) {
        return sources(where, identity, "method.request.", "");
    }

    /** The identity sources of an HTTP API's authorizer. */
    static List<String> ofHttp(String where, JsonNode identity) {
        return sources(where, identity, "$request.", "$");
    }

    private static List<String> sources(
            String where, JsonNode identity, String request, String variables) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put("Headers", request + "header.");
        prefixes.put("QueryStrings", request + "querystring.");
        prefixes.put("StageVariables", variables + "stageVariables.");
        prefixes.put("Context", variables + "context.");
        List<String> sources = new ArrayList<>();
        prefixes.forEach(
                (list, prefix) -> {
                    JsonNode names = identity.path(list);
                    if (!names.isMissingNode() && !names.isArray()) {
                        throw TemplateErrors.of("%s: Identity.%s must be a list", where, list);
                    }
                    names.forEach(name -> sources.add(prefix + name.asText()));
                });
        return sources;
    }
}
