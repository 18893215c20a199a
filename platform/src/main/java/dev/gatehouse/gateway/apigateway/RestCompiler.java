package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.TlsConfig;
import dev.gatehouse.gateway.apigateway.api.CustomResponses;
import dev.gatehouse.gateway.apigateway.api.ResourcePolicies;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationRules;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.ParameterSource;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.Compression;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.kernel.BoundedPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the snapshot of a deployment into what the data plane serves. Everything in a snapshot
 * was checked when it was put there, so there is nothing here left to reject.
 */
final class RestCompiler {
    private RestCompiler() {}

    static RestDeployment compile(String deploymentId, RestSnapshot snapshot) {
        RestApi api = RestTypes.API.read(snapshot.api());
        Parts parts = parts(api, snapshot);
        List<String> binary = Objects.requireNonNullElse(api.binaryMediaTypes(), List.of());
        return RestDeployment.of(
                deploymentId,
                snapshot.resources().stream()
                        .map(fields -> resource(RestTypes.RESOURCE.read(fields), parts))
                        .toList(),
                new BinaryMediaTypes(binary),
                gatewayResponses(snapshot),
                ResourcePolicies.compile(api.policy()),
                compression(api.minimumCompressionSize()));
    }

    private static Compression compression(@Nullable Integer minimumSize) {
        return minimumSize == null ? Compression.OFF : new Compression(minimumSize);
    }

    /** One resource of a snapshot, on its own. */
    static RestResource resource(Resource resource, RestSnapshot snapshot) {
        return resource(resource, parts(RestTypes.API.read(snapshot.api()), snapshot));
    }

    private static Parts parts(RestApi api, RestSnapshot snapshot) {
        return new Parts(
                RestAuthorizations.of(snapshot),
                ApiKeySource.valueOf(Objects.requireNonNullElse(api.apiKeySource(), "HEADER")),
                new RequestRulesCompiler(required(api.id()), snapshot));
    }

    /** What methods refer to. */
    private record Parts(
            RestAuthorizations authorizations, ApiKeySource keys, RequestRulesCompiler rules) {}

    private static RestResource resource(Resource resource, Parts parts) {
        Map<String, RestMethod> methods = new HashMap<>();
        MethodEntry.methods(resource)
                .forEach(
                        (verb, method) ->
                                methods.put(
                                        verb, method(resource.path() + '/' + verb, method, parts)));
        return new RestResource(required(resource.id()), required(resource.path()), methods);
    }

    private static RestMethod method(String key, Method method, Parts parts) {
        return new RestMethod(
                key,
                parts.authorizations().of(method),
                Boolean.TRUE.equals(method.apiKeyRequired()) ? parts.keys() : ApiKeySource.NONE,
                parts.rules().of(method),
                cacheKey(Objects.requireNonNull(method.methodIntegration())),
                integration(Objects.requireNonNull(method.methodIntegration())));
    }

    /** Parameters of the integration's request are known by what they are mapped from. */
    private static CacheKey cacheKey(Integration integration) {
        Map<String, String> mapped = map(integration.requestParameters());
        List<String> names =
                Objects.requireNonNullElse(integration.cacheKeyParameters(), List.of());
        return new CacheKey(
                Objects.requireNonNullElse(integration.cacheNamespace(), ""),
                names.stream()
                        .sorted()
                        .map(name -> ParameterSource.parse(mapped.getOrDefault(name, name)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static RestIntegration integration(Integration integration) {
        Duration timeout = Duration.ofMillis(Objects.requireNonNull(integration.timeoutInMillis()));
        return switch (required(integration.type())) {
            case "MOCK" -> new RestIntegration.Mock(mapping(integration));
            case "AWS_PROXY" ->
                    new RestIntegration.LambdaProxy(
                            new StageText(
                                    LambdaUri.functionArn(required(integration.uri()))
                                            .orElseThrow()),
                            required(integration.httpMethod()),
                            StageText.ofNullable(integration.credentials()),
                            timeout,
                            IntegrationRules.streams(integration),
                            headers(integration));
            case "AWS" -> aws(integration, timeout);
            case "HTTP_PROXY" ->
                    new RestIntegration.HttpProxy(
                            required(integration.httpMethod()),
                            new StageText(required(integration.uri())),
                            parameters(map(integration.requestParameters())),
                            ContentHandling.ofNullable(integration.contentHandling()),
                            timeout,
                            IntegrationRules.streams(integration),
                            connection(integration));
            case "HTTP" ->
                    new RestIntegration.Http(
                            required(integration.httpMethod()),
                            new StageText(required(integration.uri())),
                            mapping(integration),
                            timeout,
                            connection(integration));
            default -> throw new IllegalStateException("stored unchecked: " + integration);
        };
    }

    /** Of the headers of a function's proxy integration only Lambda's own have an effect. */
    private static Map<String, ParameterSource> headers(Integration integration) {
        Map<String, ParameterSource> headers = new HashMap<>();
        for (RequestParameter parameter : parameters(map(integration.requestParameters()))) {
            if (parameter.location() == RequestParameter.Location.HEADER) {
                headers.put(parameter.name().toLowerCase(Locale.ROOT), parameter.value());
            }
        }
        return headers;
    }

    private static Connection connection(Integration integration) {
        TlsConfig tls = integration.tlsConfig();
        boolean insecure = tls != null && Boolean.TRUE.equals(tls.insecureSkipVerification());
        StageText link = StageText.ofNullable(integration.connectionId());
        return link == null && !insecure
                ? Connection.INTERNET
                : new Connection(
                        link,
                        StageText.ofNullable(integration.integrationTarget()),
                        !insecure,
                        null);
    }

    private static RestIntegration aws(Integration integration, Duration timeout) {
        String uri = required(integration.uri());
        String method = required(integration.httpMethod());
        StageText credentials = StageText.ofNullable(integration.credentials());
        return LambdaUri.functionArn(uri)
                .<RestIntegration>map(
                        function ->
                                new RestIntegration.LambdaCustom(
                                        new StageText(function),
                                        method,
                                        credentials,
                                        mapping(integration),
                                        timeout))
                .orElseGet(
                        () ->
                                new RestIntegration.Service(
                                        ServiceUri.parse(uri).orElseThrow(),
                                        method,
                                        Objects.requireNonNull(credentials),
                                        mapping(integration),
                                        timeout));
    }

    private static Mapping mapping(Integration integration) {
        return new Mapping(
                templates(integration.requestTemplates()),
                PassthroughBehavior.valueOf(required(integration.passthroughBehavior())),
                parameters(map(integration.requestParameters())),
                ContentHandling.ofNullable(integration.contentHandling()),
                IntegrationResponseOperations.responses(integration).values().stream()
                        .map(RestCompiler::response)
                        .toList());
    }

    private static dev.gatehouse.gateway.plan.integration.IntegrationResponse response(
            IntegrationResponse response) {
        String pattern = response.selectionPattern();
        return new dev.gatehouse.gateway.plan.integration.IntegrationResponse(
                Integer.parseInt(required(response.statusCode())),
                pattern == null || pattern.isEmpty()
                        ? null
                        : BoundedPattern.compile(pattern).orElseThrow(),
                headers(map(response.responseParameters())),
                templates(response.responseTemplates()),
                ContentHandling.ofNullable(response.contentHandling()));
    }

    private static Map<GatewayResponseType, GatewayResponse> gatewayResponses(
            RestSnapshot snapshot) {
        Map<GatewayResponseType, GatewayResponse> compiled = new HashMap<>();
        CustomResponses.byType(
                        snapshot.gatewayResponses().stream()
                                .map(RestTypes.GATEWAY_RESPONSE::read)
                                .toList())
                .forEach((type, response) -> compiled.put(type, gatewayResponse(response)));
        return compiled;
    }

    private static GatewayResponse gatewayResponse(
            dev.gatehouse.aws.apigateway.GatewayResponse response) {
        String status = response.statusCode();
        return new GatewayResponse(
                status == null ? null : Integer.valueOf(status),
                headers(map(response.responseParameters())),
                templates(response.responseTemplates()));
    }

    private static List<RequestParameter> parameters(Map<String, String> mappings) {
        List<RequestParameter> parameters = new ArrayList<>();
        mappings.forEach(
                (target, source) ->
                        parameters.add(RequestParameter.parse(target, source).orElseThrow()));
        return parameters;
    }

    private static List<HeaderMapping> headers(Map<String, String> mappings) {
        List<HeaderMapping> headers = new ArrayList<>();
        mappings.forEach(
                (target, source) -> headers.add(HeaderMapping.parse(target, source).orElseThrow()));
        return headers;
    }

    private static Map<String, MappingTemplate> templates(@Nullable Map<String, String> sources) {
        Map<String, MappingTemplate> templates = new LinkedHashMap<>();
        map(sources).forEach((type, text) -> templates.put(type, MappingTemplate.compile(text)));
        return templates;
    }

    private static Map<String, String> map(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : given;
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
