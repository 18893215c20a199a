package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.gateway.apigateway.authorizer.JwtDocuments;
import dev.gatehouse.gateway.openapi.Extensions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What methods ask of callers, as security schemes; those that no method asks for are left out. */
final class ExportedSecurity {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String API_KEY = "api_key";
    private static final String SIGNATURE = "sigv4";
    private static final String HEADER = "method.request.header.";

    private final Map<String, Authorizer> authorizers = new HashMap<>();
    private final boolean extended;
    private final Map<String, ObjectNode> used = new LinkedHashMap<>();

    /**
     * @param extended whether schemes say which authorizers they are
     */
    ExportedSecurity(List<Authorizer> all, boolean extended) {
        all.forEach(each -> authorizers.put(String.valueOf(each.id()), each));
        this.extended = extended;
        if (extended) {
            all.forEach(each -> used.put(String.valueOf(each.name()), scheme(each)));
        }
    }

    /** The schemes that methods have asked for so far, by name. */
    Map<String, ObjectNode> schemes() {
        return used;
    }

    /** What a method asks for; empty when anybody may call it. */
    Optional<ArrayNode> of(Method method) {
        ArrayNode asked = JSON.arrayNode();
        String type = Objects.requireNonNullElse(method.authorizationType(), "NONE");
        Authorizer authorizer = authorizers.get(String.valueOf(method.authorizerId()));
        if (type.equals("AWS_IAM")) {
            used.put(SIGNATURE, signature());
            asked.addObject().putArray(SIGNATURE);
        } else if (authorizer != null) {
            String name = String.valueOf(authorizer.name());
            used.put(name, scheme(authorizer));
            ArrayNode scopes = asked.addObject().putArray(name);
            Objects.requireNonNullElse(method.authorizationScopes(), List.<String>of())
                    .forEach(scopes::add);
        }
        if (Boolean.TRUE.equals(method.apiKeyRequired())) {
            used.put(API_KEY, inHeader("x-api-key"));
            asked.addObject().putArray(API_KEY);
        }
        return asked.isEmpty() ? Optional.empty() : Optional.of(asked);
    }

    private ObjectNode signature() {
        ObjectNode scheme = inHeader("Authorization");
        return extended ? scheme.put(Extensions.AUTHTYPE, "awsSigv4") : scheme;
    }

    private ObjectNode scheme(Authorizer authorizer) {
        String source = Objects.requireNonNullElse(authorizer.identitySource(), "");
        boolean request = "REQUEST".equals(authorizer.type());
        ObjectNode scheme =
                inHeader(
                        !request && source.startsWith(HEADER)
                                ? source.substring(HEADER.length())
                                : "Unused");
        if (!extended) {
            return scheme;
        }
        ExportedIntegration.put(scheme, Extensions.AUTHTYPE, authorizer.authType());
        ObjectNode said = scheme.putObject(Extensions.AUTHORIZER);
        said.put("type", String.valueOf(authorizer.type()).toLowerCase(Locale.ROOT));
        ExportedIntegration.put(said, "authorizerUri", authorizer.authorizerUri());
        ExportedIntegration.put(said, "authorizerCredentials", authorizer.authorizerCredentials());
        if (authorizer.authorizerResultTtlInSeconds() != null) {
            said.put("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds());
        }
        ExportedIntegration.put(
                said, "identityValidationExpression", authorizer.identityValidationExpression());
        if (request) {
            ExportedIntegration.put(said, "identitySource", authorizer.identitySource());
        }
        if (authorizer.providerARNs() != null) {
            authorizer.providerARNs().forEach(said.putArray("providerARNs")::add);
        }
        if (authorizer.jwtConfiguration() != null) {
            said.set("jwtConfiguration", JwtDocuments.write(authorizer.jwtConfiguration()));
        }
        return scheme;
    }

    private static ObjectNode inHeader(String name) {
        return JSON.objectNode().put("type", "apiKey").put("name", name).put("in", "header");
    }
}
