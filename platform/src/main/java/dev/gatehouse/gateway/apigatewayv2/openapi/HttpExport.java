package dev.gatehouse.gateway.apigatewayv2.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Authorizer;
import dev.gatehouse.aws.apigatewayv2.Cors;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.RouteKey;
import dev.gatehouse.gateway.apigatewayv2.repository.TargetEntry;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.kernel.SystemTags;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP API as a document of OpenAPI 3.0. */
public final class HttpExport {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}+]+)\\+?}");
    private static final String SIGNATURE = "sigv4";
    private static final String HEADER = "$request.header.";

    private final Api api;
    private final List<Route> routes;
    private final boolean extended;
    private final Map<String, Integration> integrations = new HashMap<>();
    private final Map<String, Authorizer> authorizers = new HashMap<>();

    /**
     * @param extended whether API Gateway's extensions are written
     */
    public HttpExport(HttpSnapshot snapshot, boolean extended) {
        this.api = HttpTypes.API.read(snapshot.api());
        this.routes = snapshot.routes().stream().map(HttpTypes.ROUTE::read).toList();
        this.extended = extended;
        snapshot.integrations().stream()
                .map(HttpTypes.INTEGRATION::read)
                .forEach(each -> integrations.put(String.valueOf(each.integrationId()), each));
        snapshot.authorizers().stream()
                .map(HttpTypes.AUTHORIZER::read)
                .forEach(each -> authorizers.put(String.valueOf(each.authorizerId()), each));
    }

    /**
     * @param stage what the API is called under; empty for none
     */
    public ObjectNode document(String stage) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.0.1");
        ObjectNode info = document.putObject("info").put("title", api.name());
        put(info, "description", api.description());
        info.put(
                "version",
                Objects.requireNonNullElse(api.version(), String.valueOf(api.createdDate())));
        ObjectNode server = document.putArray("servers").addObject();
        server.put("url", api.apiEndpoint() + "/{basePath}");
        server.putObject("variables").putObject("basePath").put("default", stage);
        putTags(document);
        ObjectNode schemes = JSON.objectNode();
        ObjectNode paths = document.putObject("paths");
        routes.stream()
                .sorted(Comparator.comparing(route -> String.valueOf(route.routeKey())))
                .forEach(route -> put(paths, route, schemes));
        if (!schemes.isEmpty()) {
            document.putObject("components").set("securitySchemes", schemes);
        }
        if (extended) {
            putExtensions(document);
        }
        return document;
    }

    /** Those of the system tell of this API alone. */
    private void putTags(ObjectNode document) {
        Map<String, String> tags =
                new LinkedHashMap<>(Objects.requireNonNullElse(api.tags(), Map.of()));
        tags.keySet().removeIf(SystemTags::isSystem);
        if (extended && !tags.isEmpty()) {
            ArrayNode listed = document.putArray("tags");
            tags.forEach(
                    (name, value) ->
                            listed.addObject().put("name", name).put(Extensions.TAG_VALUE, value));
        }
    }

    private void put(ObjectNode paths, Route route, ObjectNode schemes) {
        String key = String.valueOf(route.routeKey());
        RouteKey parsed = RouteKey.parse(key);
        boolean isDefault = parsed.method().isEmpty();
        boolean any = isDefault || parsed.method().equals("ANY");
        String path = isDefault ? '/' + parsed.path() : parsed.path();
        ObjectNode operation =
                paths.withObjectProperty(path)
                        .putObject(
                                any
                                        ? Extensions.ANY_METHOD
                                        : parsed.method().toLowerCase(Locale.ROOT));
        put(operation, "operationId", route.operationName());
        if (isDefault) {
            operation.put("isDefaultRoute", true);
        }
        putParameters(operation, path);
        operation
                .putObject("responses")
                .putObject("default")
                .put("description", "Default response for " + key);
        putSecurity(operation, route, schemes);
        if (extended && route.target() != null) {
            operation.set(
                    Extensions.INTEGRATION,
                    said(integrations.get(TargetEntry.integrationId(route.target()))));
        }
    }

    private static void putParameters(ObjectNode operation, String path) {
        Matcher variables = VARIABLE.matcher(path);
        ArrayNode parameters = JSON.arrayNode();
        while (variables.find()) {
            parameters
                    .addObject()
                    .put("name", variables.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private void putSecurity(ObjectNode operation, Route route, ObjectNode schemes) {
        Authorizer authorizer = authorizers.get(String.valueOf(route.authorizerId()));
        if ("AWS_IAM".equals(route.authorizationType())) {
            ObjectNode signature =
                    schemes.putObject(SIGNATURE)
                            .put("type", "apiKey")
                            .put("name", "Authorization")
                            .put("in", "header");
            if (extended) {
                signature.put(Extensions.AUTHTYPE, "awsSigv4");
            }
            operation.putArray("security").addObject().putArray(SIGNATURE);
        } else if (authorizer != null) {
            String name = String.valueOf(authorizer.name());
            schemes.set(name, scheme(authorizer));
            ArrayNode scopes = operation.putArray("security").addObject().putArray(name);
            Objects.requireNonNullElse(route.authorizationScopes(), List.<String>of())
                    .forEach(scopes::add);
        }
    }

    private ObjectNode scheme(Authorizer authorizer) {
        boolean jwt = "JWT".equals(authorizer.authorizerType());
        List<String> sources = Objects.requireNonNullElse(authorizer.identitySource(), List.of());
        ObjectNode scheme = JSON.objectNode();
        if (jwt) {
            scheme.put("type", "oauth2");
        } else {
            String first = sources.isEmpty() ? "" : sources.getFirst();
            scheme.put("type", "apiKey")
                    .put(
                            "name",
                            first.startsWith(HEADER) ? first.substring(HEADER.length()) : "Unused")
                    .put("in", "header");
        }
        if (extended) {
            scheme.set(Extensions.AUTHORIZER, said(authorizer, sources));
        }
        return scheme;
    }

    private static ObjectNode said(Authorizer authorizer, List<String> sources) {
        ObjectNode said = JSON.objectNode();
        put(said, "type", String.valueOf(authorizer.authorizerType()).toLowerCase(Locale.ROOT));
        put(said, "identitySource", String.join(",", sources));
        put(said, "authorizerUri", authorizer.authorizerUri());
        put(said, "authorizerCredentials", authorizer.authorizerCredentialsArn());
        put(said, "authorizerPayloadFormatVersion", authorizer.authorizerPayloadFormatVersion());
        if (authorizer.authorizerResultTtlInSeconds() != null) {
            said.put("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds());
        }
        if (authorizer.enableSimpleResponses() != null) {
            said.put("enableSimpleResponses", authorizer.enableSimpleResponses());
        }
        if (authorizer.jwtConfiguration() != null) {
            ObjectNode jwt = said.putObject("jwtConfiguration");
            put(jwt, "issuer", authorizer.jwtConfiguration().issuer());
            putAll(jwt, "audience", authorizer.jwtConfiguration().audience());
        }
        return said;
    }

    private static ObjectNode said(@Nullable Integration integration) {
        ObjectNode said = JSON.objectNode();
        if (integration == null) {
            return said;
        }
        put(said, "payloadFormatVersion", integration.payloadFormatVersion());
        put(said, "type", String.valueOf(integration.integrationType()).toLowerCase(Locale.ROOT));
        put(said, "integrationSubtype", integration.integrationSubtype());
        put(said, "credentials", integration.credentialsArn());
        put(said, "httpMethod", integration.integrationMethod());
        put(said, "uri", integration.integrationUri());
        put(said, "description", integration.description());
        if (integration.requestParameters() != null) {
            integration.requestParameters().forEach(said.putObject("requestParameters")::put);
        }
        if (integration.responseParameters() != null) {
            ObjectNode byStatus = said.putObject("responseParameters");
            integration
                    .responseParameters()
                    .forEach((status, changes) -> changes.forEach(byStatus.putObject(status)::put));
        }
        put(said, "connectionType", integration.connectionType());
        put(said, "connectionId", integration.connectionId());
        if (integration.tlsConfig() != null) {
            put(
                    said.putObject("tlsConfig"),
                    "serverNameToVerify",
                    integration.tlsConfig().serverNameToVerify());
        }
        return said.put("timeoutInMillis", integration.timeoutInMillis());
    }

    private void putExtensions(ObjectNode document) {
        Cors cors = api.corsConfiguration();
        if (cors != null) {
            ObjectNode said = document.putObject(Extensions.CORS);
            putAll(said, "allowOrigins", cors.allowOrigins());
            putAll(said, "allowMethods", cors.allowMethods());
            putAll(said, "allowHeaders", cors.allowHeaders());
            putAll(said, "exposeHeaders", cors.exposeHeaders());
            if (cors.maxAge() != null) {
                said.put("maxAge", cors.maxAge());
            }
            if (cors.allowCredentials() != null) {
                said.put("allowCredentials", cors.allowCredentials());
            }
        }
        if (Boolean.TRUE.equals(api.disableExecuteApiEndpoint())) {
            document.putObject(Extensions.ENDPOINT_CONFIGURATION)
                    .put("disableExecuteApiEndpoint", true);
        }
        document.put(Extensions.IMPORT_EXPORT_VERSION, "1.0");
    }

    private static void put(ObjectNode object, String member, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            object.put(member, text);
        }
    }

    private static void putAll(ObjectNode object, String member, @Nullable List<String> texts) {
        if (texts != null) {
            texts.forEach(object.putArray(member)::add);
        }
    }
}
