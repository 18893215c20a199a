package dev.gatehouse.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What documents of OpenAPI that are imported say, for decisions: the condition keys {@code
 * apigateway:Request/…} of imports, which have a value for each operation and authorizer.
 */
final class ImportedDocuments {
    private static final Set<String> IMPORTS =
            Set.of("ImportRestApi", "PutRestApi", "ImportApi", "ReimportApi");
    private static final Set<String> VERBS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "any");
    private static final String ANY = "x-amazon-apigateway-any-method";
    private static final String ENDPOINT = "x-amazon-apigateway-endpoint-configuration";
    private static final String API_KEY = "x-api-key";

    private ImportedDocuments() {}

    /** The document of an import; empty for other operations, and where it will be rejected. */
    static Optional<OpenApiDocument> of(
            RequestContext context, OperationModel operation, Structure input) {
        if (!IMPORTS.contains(operation.name())) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    OpenApiDocument.read(body(input), context.account(), context.region()));
        } catch (ServiceException rejected) {
            return Optional.empty();
        }
    }

    private static byte[] body(Structure input) {
        Object body = input.value("body") == null ? input.value("Body") : input.value("body");
        return body instanceof byte[] bytes
                ? bytes
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The values of a key.
     *
     * @param name behind {@code apigateway:Request/}, in lower case
     */
    static List<String> values(String name, OpenApiDocument document) {
        Set<String> values = new TreeSet<>();
        JsonNode root = document.root();
        Map<String, JsonNode> schemes =
                document.components("securityDefinitions", "securitySchemes");
        schemes.replaceAll((_, scheme) -> document.resolved(scheme));
        switch (name) {
            case "apiname" -> add(values, root.path("info").path("title"));
            case "disableexecuteapiendpoint" ->
                    add(values, root.path(ENDPOINT).path("disableExecuteApiEndpoint"));
            case "authorizertype" ->
                    schemes.values()
                            .forEach(scheme -> addUpper(values, authorizer(scheme).path("type")));
            case "authorizeruri" ->
                    schemes.values()
                            .forEach(
                                    scheme ->
                                            add(values, authorizer(scheme).path("authorizerUri")));
            case "apikeyrequired" ->
                    eachOperation(
                            root,
                            (_, asked) ->
                                    values.add(
                                            String.valueOf(
                                                    asked.stream()
                                                            .map(schemes::get)
                                                            .anyMatch(ImportedDocuments::isKey))));
            case "routeauthorizationtype" ->
                    eachOperation(
                            root,
                            (operation, asked) ->
                                    values.add(authorizationType(operation, asked, schemes)));
            default -> {}
        }
        return List.copyOf(values);
    }

    private static void eachOperation(JsonNode root, BiConsumer<JsonNode, List<String>> action) {
        for (JsonNode path : root.path("paths")) {
            path.properties()
                    .forEach(
                            each -> {
                                if (VERBS.contains(each.getKey()) || each.getKey().equals(ANY)) {
                                    action.accept(each.getValue(), asked(root, each.getValue()));
                                }
                            });
        }
    }

    /** The names of the schemes that an operation, or else the document, asks for. */
    private static List<String> asked(JsonNode root, JsonNode operation) {
        JsonNode requirements =
                operation.has("security") ? operation.path("security") : root.path("security");
        return requirements
                .valueStream()
                .flatMap(each -> each.propertyStream().map(Map.Entry::getKey))
                .toList();
    }

    private static String authorizationType(
            JsonNode operation, List<String> asked, Map<String, JsonNode> schemes) {
        for (String name : asked) {
            JsonNode scheme = schemes.getOrDefault(name, operation);
            String type = authorizer(scheme).path("type").asText().toUpperCase(Locale.ROOT);
            switch (type) {
                case "COGNITO_USER_POOLS", "JWT" -> {
                    return type;
                }
                case "TOKEN", "REQUEST" -> {
                    return "CUSTOM";
                }
                default -> {
                    if (scheme.path(Extensions.AUTHTYPE).asText().equalsIgnoreCase("awsSigv4")) {
                        return "AWS_IAM";
                    }
                }
            }
        }
        String own = operation.path(Extensions.AUTH).path("type").asText("NONE");
        return own.toUpperCase(Locale.ROOT);
    }

    private static JsonNode authorizer(JsonNode scheme) {
        return scheme.path(Extensions.AUTHORIZER);
    }

    private static boolean isKey(@Nullable JsonNode scheme) {
        return scheme != null && scheme.path("name").asText().equalsIgnoreCase(API_KEY);
    }

    private static void add(Set<String> values, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            values.add(value.asText());
        }
    }

    private static void addUpper(Set<String> values, JsonNode value) {
        if (value.isTextual()) {
            values.add(value.asText().toUpperCase(Locale.ROOT));
        }
    }
}
