package dev.gatehouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseRequest;

/** A REST API with one method, {@code ANY /}, deployed anew for each call. */
final class RestMethodFixture {
    private final ApiGatewayNode node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String api;
    private final String root;

    RestMethodFixture(ApiGatewayNode node) {
        this.node = node;
        CreateRestApiResponse created = node.rest.createRestApi(of -> of.name("one"));
        this.api = created.id();
        this.root = created.rootResourceId();
        node.rest.putMethod(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("ANY")
                                .authorizationType("NONE")
                                .requestParameters(
                                        Map.of(
                                                "method.request.querystring.tag", false,
                                                "method.request.querystring.status", false)));
    }

    String api() {
        return api;
    }

    void binary(String type) {
        node.rest.updateRestApi(
                of ->
                        of.restApiId(api)
                                .patchOperations(
                                        PatchOperation.builder()
                                                .op(Op.ADD)
                                                .path(
                                                        "/binaryMediaTypes/"
                                                                + type.replace("/", "~1"))
                                                .build()));
    }

    void integrate(Consumer<PutIntegrationRequest.Builder> change) {
        node.rest.putIntegration(
                of -> {
                    of.restApiId(api).resourceId(root).httpMethod("ANY");
                    change.accept(of);
                });
    }

    /** Declares the response of the method and of its integration. */
    void respond(String status, Consumer<PutIntegrationResponseRequest.Builder> change) {
        PutIntegrationResponseRequest.Builder response =
                PutIntegrationResponseRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("ANY")
                        .statusCode(status);
        change.accept(response);
        Map<String, Boolean> headers =
                Stream.of(response.build().responseParameters())
                        .flatMap(parameters -> parameters.keySet().stream())
                        .collect(Collectors.toMap(name -> name, _ -> false));
        try {
            node.rest.putMethodResponse(
                    of ->
                            of.restApiId(api)
                                    .resourceId(root)
                                    .httpMethod("ANY")
                                    .statusCode(status)
                                    .responseParameters(headers));
        } catch (software.amazon.awssdk.services.apigateway.model.ConflictException again) {
            // It is there.
        }
        node.rest.putIntegrationResponse(response.build());
    }

    HttpResponse<String> get(String query, String... headers) throws Exception {
        return call(request(query, headers).GET());
    }

    HttpResponse<String> post(String query, String body, String... headers) throws Exception {
        return call(request(query, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The body of a response as it comes. */
    InputStream open(String query, String... headers) throws Exception {
        return client.send(
                        request(query, headers).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest.Builder request(String query, String... headers) {
        node.rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
        URI uri = node.endpoint().resolve("/_aws/execute-api/" + api + "/v1/" + query);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> call(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
