package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.gateway.apigateway.authorizer.AuthorizerRules;
import dev.gatehouse.gateway.apigateway.authorizer.JwtDocuments;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.resource.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The security schemes of a document: as authorizers, and as what its operations ask for. */
final class ImportedSecurity {
    private static final String API_KEY = "x-api-key";
    private static final String JWT = "jwtConfiguration";

    /** Of one API. */
    private static final int MOST = 10;

    private final ImportContext context;
    private final Map<String, JsonNode> schemes;
    private final Map<String, Authorizer> authorizers = new HashMap<>();

    ImportedSecurity(ImportContext context) {
        this.context = context;
        this.schemes = context.document().components("securityDefinitions", "securitySchemes");
        schemes.replaceAll((_, scheme) -> context.document().resolved(scheme));
    }

    /** Writes the authorizers that the document defines, also those that no operation asks for. */
    void write() {
        context.all(RestTypes.AUTHORIZER)
                .all()
                .forEach(present -> authorizers.put(String.valueOf(present.name()), present));
        schemes.forEach(
                (name, scheme) -> {
                    JsonNode said = context.document().resolved(scheme.path(Extensions.AUTHORIZER));
                    if (said.isObject()) {
                        context.report()
                                .attempt(
                                        "Unable to create authorizer '%s'".formatted(name),
                                        () -> write(name, scheme, said));
                    }
                });
    }

    private void write(String name, JsonNode scheme, JsonNode said) {
        Authorizer present = authorizers.get(name);
        Authorizer wanted =
                AuthorizerRules.withDefaults(
                        Authorizer.builder()
                                .id(present == null ? Ids.part() : present.id())
                                .name(name)
                                .type(Members.upper(said, "type"))
                                .authType(Members.text(scheme, Extensions.AUTHTYPE))
                                .authorizerUri(Members.text(said, "authorizerUri"))
                                .authorizerCredentials(Members.text(said, "authorizerCredentials"))
                                .identitySource(identitySource(scheme, said))
                                .identityValidationExpression(
                                        Members.text(said, "identityValidationExpression"))
                                .authorizerResultTtlInSeconds(
                                        Members.integer(said, "authorizerResultTtlInSeconds"))
                                .providerARNs(Members.texts(said, "providerARNs"))
                                .jwtConfiguration(
                                        said.has(JWT) ? JwtDocuments.read(said.path(JWT)) : null)
                                .build());
        AuthorizerRules.check(wanted, context.in().account());
        if (present == null) {
            context.all(RestTypes.AUTHORIZER)
                    .requireRoom(
                            MOST, "Maximum number of Authorizers for this API has been reached");
        }
        authorizers.put(name, context.all(RestTypes.AUTHORIZER).put(wanted));
    }

    /** Authorizers that take one header find it where the scheme does. */
    private static @Nullable String identitySource(JsonNode scheme, JsonNode said) {
        String named = Members.text(said, "identitySource");
        return named == null && !"REQUEST".equals(Members.upper(said, "type"))
                ? "method.request.header." + scheme.path("name").asText("Authorization")
                : named;
    }

    /** The method with what its operation, or else the document, asks of callers. */
    Method protect(Method method, JsonNode operation, String place) {
        JsonNode root = context.document().root();
        JsonNode requirements = operation.has("security") ? operation : root;
        String named = Members.upper(operation.path(Extensions.AUTH), "type");
        Method.Builder secured =
                method.toBuilder()
                        .authorizationType(Objects.requireNonNullElse(named, "NONE"))
                        .apiKeyRequired(false);
        for (JsonNode requirement : requirements.path("security")) {
            requirement
                    .properties()
                    .forEach(each -> apply(secured, each.getKey(), each.getValue(), place));
        }
        return secured.build();
    }

    private void apply(Method.Builder method, String name, JsonNode scopes, String place) {
        JsonNode scheme = schemes.get(name);
        Authorizer authorizer = authorizers.get(name);
        if (scheme == null) {
            context.report()
                    .warn("Unable to find security scheme '%s' of %s".formatted(name, place));
        } else if (authorizer != null && scheme.has(Extensions.AUTHORIZER)) {
            String type = AuthorizerRules.authorizationType(authorizer);
            List<String> asked = scopes.valueStream().map(JsonNode::asText).toList();
            method.authorizationType(type)
                    .authorizerId(authorizer.id())
                    .authorizationScopes(type.equals("CUSTOM") || asked.isEmpty() ? null : asked);
        } else if ("awsSigv4".equalsIgnoreCase(Members.text(scheme, Extensions.AUTHTYPE))) {
            method.authorizationType("AWS_IAM");
        } else if (isApiKey(scheme)) {
            method.apiKeyRequired(true);
        } else if (!scheme.has(Extensions.AUTHORIZER)) {
            context.report()
                    .warn(
                            "Security scheme '%s' of %s has no %s: nothing asks for it"
                                    .formatted(name, place, Extensions.AUTHORIZER));
        }
    }

    private static boolean isApiKey(JsonNode scheme) {
        return scheme.path("type").asText().equals("apiKey")
                && scheme.path("in").asText().equals("header")
                && scheme.path("name").asText().equalsIgnoreCase(API_KEY);
    }
}
