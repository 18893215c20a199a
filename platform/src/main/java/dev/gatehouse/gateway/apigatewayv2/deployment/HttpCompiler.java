package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Cors;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.TlsConfig;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.gateway.plan.integration.ServiceSubtype;
import dev.gatehouse.gateway.resource.LambdaUri;
import dev.gatehouse.proxy.cors.CorsRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the snapshot of a deployment into what the data plane serves. Everything in a snapshot
 * was checked when it was put there, so there is nothing here left to reject.
 */
public final class HttpCompiler {
    private HttpCompiler() {}

    public static HttpDeployment compile(String deploymentId, HttpSnapshot snapshot) {
        Map<String, Served> integrations = new HashMap<>();
        snapshot.integrations().stream()
                .map(HttpTypes.INTEGRATION::read)
                .forEach(
                        each ->
                                integrations.put(
                                        "integrations/" + each.integrationId(), Served.of(each)));
        RouteAuthorizations authorizations = RouteAuthorizations.of(snapshot);
        List<HttpRoute> routes = new ArrayList<>();
        snapshot.routes().stream()
                .map(HttpTypes.ROUTE::read)
                .forEach(
                        route -> {
                            Served target = integrations.get(route.target());
                            // A route may be without a target; such a one serves nothing.
                            if (target != null) {
                                routes.add(route(route, target, authorizations));
                            }
                        });
        Cors cors = HttpTypes.API.read(snapshot.api()).corsConfiguration();
        return HttpDeployment.of(deploymentId, routes, cors == null ? null : cors(cors));
    }

    /** What is served of routes that lead to one integration. */
    public static List<HttpRoute> routes(
            List<Route> routes, Integration target, RouteAuthorizations authorizations) {
        Served served = Served.of(target);
        return routes.stream().map(route -> route(route, served, authorizations)).toList();
    }

    private static HttpRoute route(Route route, Served target, RouteAuthorizations authorizations) {
        return new HttpRoute(
                required(route.routeKey()),
                authorizations.of(route),
                target.integration(),
                target.mapping());
    }

    /** What all routes to one integration share. */
    private record Served(HttpIntegration integration, ParameterMapping mapping) {
        static Served of(Integration stored) {
            return new Served(HttpCompiler.integration(stored), MappingCompiler.compile(stored));
        }
    }

    private static HttpIntegration integration(Integration integration) {
        Duration timeout = Duration.ofMillis(Objects.requireNonNull(integration.timeoutInMillis()));
        String subtype = integration.integrationSubtype();
        if (subtype != null) {
            return new HttpIntegration.Service(
                    ServiceSubtype.named(subtype).orElseThrow(),
                    MappingCompiler.parameters(integration),
                    new StageText(required(integration.credentialsArn())),
                    timeout);
        }
        String uri = required(integration.integrationUri());
        return switch (required(integration.integrationType())) {
            case "AWS_PROXY" ->
                    new HttpIntegration.LambdaProxy(
                            new StageText(LambdaUri.functionNamed(uri).orElseThrow()),
                            "2.0".equals(integration.payloadFormatVersion())
                                    ? HttpIntegration.PayloadFormat.V2
                                    : HttpIntegration.PayloadFormat.V1,
                            StageText.ofNullable(integration.credentialsArn()),
                            timeout);
            case "HTTP_PROXY" ->
                    new HttpIntegration.HttpProxy(
                            required(integration.integrationMethod()),
                            new StageText(uri),
                            timeout,
                            connection(integration, uri));
            default -> throw new IllegalStateException("stored unchecked: " + integration);
        };
    }

    private static Connection connection(Integration integration, String uri) {
        TlsConfig tls = integration.tlsConfig();
        StageText link = StageText.ofNullable(integration.connectionId());
        return link == null
                ? Connection.INTERNET
                : new Connection(
                        link,
                        new StageText(uri),
                        true,
                        tls == null ? null : tls.serverNameToVerify());
    }

    private static CorsRules cors(Cors cors) {
        return new CorsRules(
                list(cors.allowOrigins()),
                list(cors.allowMethods()),
                list(cors.allowHeaders()),
                list(cors.exposeHeaders()),
                Boolean.TRUE.equals(cors.allowCredentials()),
                cors.maxAge());
    }

    private static List<String> list(@Nullable List<String> given) {
        return given == null ? List.of() : given;
    }

    private static String required(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
