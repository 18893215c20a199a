package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An integration as {@code x-amazon-apigateway-integration}, without what is AWS's default. */
final class ExportedIntegration {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int USUAL_TIMEOUT_MILLIS = 29_000;

    private ExportedIntegration() {}

    /**
     * @param resourceId whose integration it is: the namespace that its cache has by default
     */
    static ObjectNode of(Integration integration, @Nullable String resourceId) {
        ObjectNode said = JSON.objectNode();
        put(said, "type", lower(integration.type()));
        put(said, "httpMethod", integration.httpMethod());
        put(said, "uri", integration.uri());
        put(said, "credentials", integration.credentials());
        Map<String, IntegrationResponse> responses =
                IntegrationResponseOperations.responses(integration);
        if (!responses.isEmpty()) {
            ObjectNode byPattern = said.putObject("responses");
            responses.values().forEach(each -> byPattern.set(pattern(each), response(each)));
        }
        put(said, "requestParameters", integration.requestParameters());
        put(said, "requestTemplates", integration.requestTemplates());
        put(said, "passthroughBehavior", lower(integration.passthroughBehavior()));
        put(said, "contentHandling", integration.contentHandling());
        put(said, "responseTransferMode", integration.responseTransferMode());
        if (!Objects.equals(integration.timeoutInMillis(), USUAL_TIMEOUT_MILLIS)) {
            said.put("timeoutInMillis", integration.timeoutInMillis());
        }
        if (!Objects.equals(integration.cacheNamespace(), resourceId)) {
            put(said, "cacheNamespace", integration.cacheNamespace());
        }
        List<String> keys = Objects.requireNonNullElse(integration.cacheKeyParameters(), List.of());
        if (!keys.isEmpty()) {
            keys.forEach(said.putArray("cacheKeyParameters")::add);
        }
        putConnection(said, integration);
        return said;
    }

    private static void putConnection(ObjectNode said, Integration integration) {
        if (!"INTERNET".equals(integration.connectionType())) {
            put(said, "connectionType", integration.connectionType());
        }
        put(said, "connectionId", integration.connectionId());
        put(said, "integrationTarget", integration.integrationTarget());
        if (integration.tlsConfig() != null) {
            said.putObject("tlsConfig")
                    .put(
                            "insecureSkipVerification",
                            integration.tlsConfig().insecureSkipVerification());
        }
    }

    private static String pattern(IntegrationResponse response) {
        String pattern = response.selectionPattern();
        return pattern == null || pattern.isEmpty() ? "default" : pattern;
    }

    private static ObjectNode response(IntegrationResponse response) {
        ObjectNode said = JSON.objectNode();
        put(said, "statusCode", response.statusCode());
        put(said, "responseParameters", response.responseParameters());
        put(said, "responseTemplates", response.responseTemplates());
        put(said, "contentHandling", response.contentHandling());
        return said;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    static void put(ObjectNode object, String member, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            object.put(member, text);
        }
    }

    static void put(ObjectNode object, String member, @Nullable Map<String, String> texts) {
        if (texts != null && !texts.isEmpty()) {
            texts.forEach(object.putObject(member)::put);
        }
    }
}
