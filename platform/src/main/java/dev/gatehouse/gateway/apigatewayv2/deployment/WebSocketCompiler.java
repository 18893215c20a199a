package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.IntegrationResponse;
import dev.gatehouse.aws.apigatewayv2.Model;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.MessageParts;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.WebSocketDeployment;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.plan.schema.BodySchema;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.plan.websocket.MessageModels;
import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.LambdaUri;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the snapshot of a deployment of a WebSocket API into what the data plane serves.
 * Everything in a snapshot was checked when it was put there.
 */
final class WebSocketCompiler {
    private final Api api;
    private final MessageParts parts;
    private final ModelSchemas schemas;
    private final RouteAuthorizations authorizations;
    private final Map<String, WebSocketIntegration> integrations = new HashMap<>();

    private WebSocketCompiler(String apiId, HttpSnapshot snapshot) {
        this.api = HttpTypes.API.read(snapshot.api());
        this.parts = Objects.requireNonNull(snapshot.messages());
        this.authorizations = RouteAuthorizations.of(snapshot);
        Map<String, String> texts = new HashMap<>();
        for (Document document : parts.models()) {
            Model model = HttpTypes.MODEL.read(document);
            texts.put(required(model.name()), required(model.schema()));
        }
        this.schemas = new ModelSchemas(apiId, texts);
        for (Document document : snapshot.integrations()) {
            Integration integration = HttpTypes.INTEGRATION.read(document);
            integrations.put(
                    "integrations/" + integration.integrationId(), integration(integration));
        }
    }

    static WebSocketDeployment compile(String apiId, String deploymentId, HttpSnapshot snapshot) {
        WebSocketCompiler compiler = new WebSocketCompiler(apiId, snapshot);
        return WebSocketDeployment.of(
                deploymentId,
                SelectionExpression.of(required(compiler.api.routeSelectionExpression())),
                snapshot.routes().stream()
                        .map(HttpTypes.ROUTE::read)
                        .map(compiler::route)
                        .toList());
    }

    private WebSocketRoute route(Route route) {
        boolean responds =
                WebSocketRoute.DEFAULT.equals(route.routeResponseSelectionExpression())
                        && !below(parts.routeResponses(), route.routeId()).isEmpty();
        return new WebSocketRoute(
                required(route.routeKey()),
                authorizations.of(route),
                apiKey(route),
                RouteParameters.required(route),
                models(route),
                responds,
                integrations.get(Objects.requireNonNullElse(route.target(), "")));
    }

    private ApiKeySource apiKey(Route route) {
        if (!Boolean.TRUE.equals(route.apiKeyRequired())) {
            return ApiKeySource.NONE;
        }
        return required(api.apiKeySelectionExpression()).startsWith("$context.")
                ? ApiKeySource.AUTHORIZER
                : ApiKeySource.HEADER;
    }

    private @Nullable MessageModels models(Route route) {
        String selection = route.modelSelectionExpression();
        if (selection == null || selection.isEmpty()) {
            return null;
        }
        Map<String, BodySchema> byKey = new HashMap<>();
        Objects.requireNonNullElse(route.requestModels(), Map.<String, String>of())
                .forEach((key, model) -> byKey.put(key, schemas.of(model)));
        return new MessageModels(SelectionExpression.of(selection), byKey);
    }

    private WebSocketIntegration integration(Integration integration) {
        Duration timeout = Duration.ofMillis(Objects.requireNonNull(integration.timeoutInMillis()));
        String uri = Objects.requireNonNullElse(integration.integrationUri(), "");
        StageText credentials = StageText.ofNullable(integration.credentialsArn());
        return switch (required(integration.integrationType())) {
            case "AWS_PROXY" ->
                    new WebSocketIntegration.LambdaProxy(
                            new StageText(LambdaUri.functionNamed(uri).orElseThrow()),
                            credentials,
                            timeout);
            case "AWS" -> service(integration, uri, credentials, timeout);
            case "HTTP" ->
                    new WebSocketIntegration.Http(
                            required(integration.integrationMethod()),
                            new StageText(uri),
                            mapping(integration),
                            timeout,
                            connection(integration));
            case "HTTP_PROXY" ->
                    new WebSocketIntegration.HttpProxy(
                            required(integration.integrationMethod()),
                            new StageText(uri),
                            MessageMappings.parameters(integration),
                            timeout,
                            connection(integration));
            case "MOCK" -> new WebSocketIntegration.Mock(mapping(integration));
            default -> throw new IllegalStateException("stored unchecked: " + integration);
        };
    }

    /** The load balancer is the link's own. */
    private static Connection connection(Integration integration) {
        StageText link = StageText.ofNullable(integration.connectionId());
        return link == null ? Connection.INTERNET : new Connection(link, null, true, null);
    }

    private WebSocketIntegration service(
            Integration integration,
            String uri,
            @Nullable StageText credentials,
            Duration timeout) {
        MessageMapping mapping = mapping(integration);
        return LambdaUri.functionArn(uri)
                .<WebSocketIntegration>map(
                        function ->
                                new WebSocketIntegration.LambdaCustom(
                                        new StageText(function), credentials, mapping, timeout))
                .orElseGet(
                        () ->
                                new WebSocketIntegration.Service(
                                        ServiceUri.parse(uri).orElseThrow(),
                                        required(integration.integrationMethod()),
                                        Objects.requireNonNull(credentials),
                                        mapping,
                                        timeout));
    }

    private MessageMapping mapping(Integration integration) {
        List<IntegrationResponse> responses =
                below(parts.integrationResponses(), integration.integrationId()).stream()
                        .map(HttpTypes.INTEGRATION_RESPONSE::read)
                        .toList();
        return MessageMappings.of(integration, responses);
    }

    private static List<Document> below(
            Map<String, List<Document>> byParent, @Nullable String parentId) {
        return byParent.getOrDefault(String.valueOf(parentId), List.of());
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
