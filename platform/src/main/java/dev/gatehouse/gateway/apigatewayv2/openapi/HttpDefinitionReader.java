package dev.gatehouse.gateway.apigatewayv2.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigatewayv2.Cors;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.CreateAuthorizerRequest;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.JWTConfiguration;
import dev.gatehouse.gateway.apigatewayv2.openapi.HttpDefinition.RoutePart;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a document says of an HTTP API. */
public final class HttpDefinitionReader {
    private static final List<String> VERBS =
            List.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final String DEFAULT = "$default";

    /** SAM's word for a route that no authorizer guards. */
    private static final String NOTHING_ASKED = "NONE";

    private final OpenApiDocument document;
    private final ImportReport report;
    private final Map<String, JsonNode> schemes;

    /**
     * @param report hears of what cannot be taken
     */
    public HttpDefinitionReader(OpenApiDocument document, ImportReport report) {
        this.document = document;
        this.report = report;
        this.schemes = document.components("securityDefinitions", "securitySchemes");
        schemes.replaceAll((_, scheme) -> document.resolved(scheme));
    }

    /**
     * @param basePath what all paths begin with
     */
    public HttpDefinition read(String basePath) {
        Map<String, CreateAuthorizerRequest> authorizers = new LinkedHashMap<>();
        schemes.forEach(
                (name, scheme) -> {
                    JsonNode said = document.resolved(scheme.path(Extensions.AUTHORIZER));
                    if (said.isObject()) {
                        authorizers.put(name, authorizer(name, scheme, said));
                    }
                });
        return new HttpDefinition(api(), authorizers, routes(basePath));
    }

    private CreateApiRequest api() {
        JsonNode info = document.root().path("info");
        JsonNode endpoint = document.member(Extensions.ENDPOINT_CONFIGURATION);
        return CreateApiRequest.builder()
                .protocolType("HTTP")
                .name(Objects.requireNonNullElse(Members.text(info, "title"), ""))
                .description(Members.text(info, "description"))
                .version(Members.text(info, "version"))
                .tags(tags())
                .corsConfiguration(cors(document.member(Extensions.CORS)))
                .disableExecuteApiEndpoint(Members.flag(endpoint, "disableExecuteApiEndpoint"))
                .ipAddressType(Members.text(endpoint, "ipAddressType"))
                .build();
    }

    /** Tags of the document that have a value are the API's. */
    private @Nullable Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : document.root().path("tags")) {
            String value = Members.text(tag, Extensions.TAG_VALUE);
            if (value != null) {
                tags.put(tag.path("name").asText(), value);
            }
        }
        TagRules.checkUserDefined(tags);
        return tags.isEmpty() ? null : tags;
    }

    private static @Nullable Cors cors(JsonNode said) {
        return said.isObject()
                ? Cors.builder()
                        .allowCredentials(Members.flag(said, "allowCredentials"))
                        .allowHeaders(Members.texts(said, "allowHeaders"))
                        .allowMethods(Members.texts(said, "allowMethods"))
                        .allowOrigins(Members.texts(said, "allowOrigins"))
                        .exposeHeaders(Members.texts(said, "exposeHeaders"))
                        .maxAge(Members.integer(said, "maxAge"))
                        .build()
                : null;
    }

    private static CreateAuthorizerRequest authorizer(String name, JsonNode scheme, JsonNode said) {
        JsonNode jwt = said.path("jwtConfiguration");
        return CreateAuthorizerRequest.builder()
                .name(name)
                .authorizerType(Objects.requireNonNullElse(Members.upper(said, "type"), ""))
                .authorizerUri(Members.text(said, "authorizerUri"))
                .authorizerCredentialsArn(Members.text(said, "authorizerCredentials"))
                .authorizerPayloadFormatVersion(
                        Members.text(said, "authorizerPayloadFormatVersion"))
                .authorizerResultTtlInSeconds(Members.integer(said, "authorizerResultTtlInSeconds"))
                .enableSimpleResponses(Members.flag(said, "enableSimpleResponses"))
                .identityValidationExpression(Members.text(said, "identityValidationExpression"))
                .identitySource(identitySource(scheme, said))
                .jwtConfiguration(
                        jwt.isObject()
                                ? JWTConfiguration.builder()
                                        .issuer(Members.text(jwt, "issuer"))
                                        .audience(Members.texts(jwt, "audience"))
                                        .build()
                                : null)
                .build();
    }

    /** One text, with commas between the sources; a token may be where the scheme says. */
    private static List<String> identitySource(JsonNode scheme, JsonNode said) {
        String named = Members.text(said, "identitySource");
        if (named != null) {
            return List.of(named.split("\\s*,\\s*", -1));
        }
        List<String> several = Members.texts(said, "identitySource");
        if (several != null) {
            return several;
        }
        boolean header = scheme.path("in").asText().equals("header");
        boolean token = "JWT".equals(Members.upper(said, "type"));
        return header || token
                ? List.of("$request.header." + scheme.path("name").asText("Authorization"))
                : List.of();
    }

    private List<RoutePart> routes(String basePath) {
        List<RoutePart> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.root().path("paths").properties()) {
            JsonNode item = document.resolved(path.getValue());
            for (Map.Entry<String, JsonNode> entry : item.properties()) {
                boolean any = entry.getKey().equals(Extensions.ANY_METHOD);
                if (any || VERBS.contains(entry.getKey())) {
                    String verb = any ? "ANY" : entry.getKey().toUpperCase(Locale.ROOT);
                    JsonNode operation = entry.getValue();
                    routes.add(route(key(basePath, path.getKey(), verb, operation), operation));
                }
            }
        }
        return routes;
    }

    private static String key(String basePath, String path, String verb, JsonNode operation) {
        boolean isDefault =
                path.equals('/' + DEFAULT) || operation.path("isDefaultRoute").asBoolean();
        return isDefault ? DEFAULT : verb + ' ' + basePath + path;
    }

    private RoutePart route(String key, JsonNode operation) {
        CreateRouteRequest.Builder route =
                CreateRouteRequest.builder()
                        .routeKey(key)
                        .operationName(Members.text(operation, "operationId"));
        String authorizer = protect(route, key, operation);
        JsonNode integration = operation.path(Extensions.INTEGRATION);
        JsonNode said = document.resolved(integration);
        if (said.isMissingNode()) {
            report.warn("No integration of route '%s' found".formatted(key));
        }
        return new RoutePart(
                route.build(),
                authorizer,
                said.isMissingNode() ? null : new HttpIntegrationReader(said, key, report).read(),
                Members.text(integration, "$ref"));
    }

    /** The name of the authorizer that the operation, or else the document, asks for. */
    private @Nullable String protect(
            CreateRouteRequest.Builder route, String key, JsonNode operation) {
        JsonNode owner = operation.has("security") ? operation : document.root();
        if ("AWS_IAM".equals(Members.upper(operation.path(Extensions.AUTH), "type"))) {
            route.authorizationType("AWS_IAM");
        }
        for (JsonNode requirement : owner.path("security")) {
            for (Map.Entry<String, JsonNode> each : requirement.properties()) {
                JsonNode scheme = schemes.get(each.getKey());
                JsonNode said =
                        scheme == null
                                ? null
                                : document.resolved(scheme.path(Extensions.AUTHORIZER));
                if (said != null && said.isObject()) {
                    protect(route, said, each.getValue());
                    return each.getKey();
                }
                if (scheme != null
                        && "awsSigv4".equalsIgnoreCase(Members.text(scheme, Extensions.AUTHTYPE))) {
                    route.authorizationType("AWS_IAM");
                    continue;
                }
                if (each.getKey().equals(NOTHING_ASKED)) {
                    continue;
                }
                report.warn(
                        "Security scheme '%s' of route '%s' is no authorizer: nothing asks for it"
                                .formatted(each.getKey(), key));
            }
        }
        return null;
    }

    private static void protect(
            CreateRouteRequest.Builder route, JsonNode authorizer, JsonNode scopes) {
        boolean jwt = "JWT".equals(Members.upper(authorizer, "type"));
        List<String> asked = scopes.valueStream().map(JsonNode::asText).toList();
        route.authorizationType(jwt ? "JWT" : "CUSTOM")
                .authorizationScopes(jwt && !asked.isEmpty() ? asked : null);
    }
}
