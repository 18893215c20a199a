package dev.gatehouse.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Consumer;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;

/** A WebSocket API: its routes, and clients who connect to it. */
record SocketApi(ApiGatewayNode node, HttpClient client, String api) {

    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:chat";

    String uri(String function) {
        return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + function
                + "/invocations";
    }

    String integration(Consumer<CreateIntegrationRequest.Builder> more) {
        return "integrations/"
                + node.http
                        .createIntegration(
                                r -> {
                                    r.apiId(api)
                                            .integrationType(IntegrationType.AWS_PROXY)
                                            .integrationUri(uri(FUNCTION));
                                    more.accept(r);
                                })
                        .integrationId();
    }

    String route(String key, Consumer<CreateRouteRequest.Builder> more) {
        return node.http
                .createRoute(
                        r -> {
                            r.apiId(api).routeKey(key);
                            more.accept(r);
                        })
                .routeId();
    }

    /** A route whose integration responds to the client. */
    void answering(String key, String target) {
        String route =
                route(key, r -> r.target(target).routeResponseSelectionExpression("$default"));
        node.http.createRouteResponse(
                r -> r.apiId(api).routeId(route).routeResponseKey("$default"));
    }

    void deploy() {
        String deployment = node.http.createDeployment(r -> r.apiId(api)).deploymentId();
        node.http.createStage(r -> r.apiId(api).stageName("v1").deploymentId(deployment));
    }

    URI uri(String stage, String query) {
        return URI.create(
                "ws://127.0.0.1:%d/_aws/execute-api/%s/%s%s"
                        .formatted(node.endpoint().getPort(), api, stage, query));
    }

    SocketClient connect(String stageAndQuery, String... headers) {
        return SocketClient.connect(client, uri(stageAndQuery.substring(1), ""), headers);
    }

    int rejected(String stageAndQuery) {
        return SocketClient.rejected(client, uri(stageAndQuery.substring(1), ""));
    }
}
