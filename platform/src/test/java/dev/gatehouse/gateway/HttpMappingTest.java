package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** What integrations of HTTP APIs change of requests and of responses. */
@Tag("node")
class HttpMappingTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:pets";

    private final ScriptedFunction function = new ScriptedFunction();
    private final Backend backend = new Backend(HttpProxyTest::echo);
    private ApiGatewayNode node;
    private String api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        api = node.http.createApi(r -> r.name("pets").protocolType(ProtocolType.HTTP)).apiId();
        node.http.createStage(
                r ->
                        r.apiId(api)
                                .stageName("v1")
                                .autoDeploy(true)
                                .stageVariables(Map.of("colour", "blue")));
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        backend.close();
    }

    @Test
    void changesHeadersQueryAndPathOfARequestToABackend() throws Exception {
        proxy(
                "/base/{id}?own=1",
                Map.of(
                        "append:header.X-Stage",
                                "stage ${context.stage} of ${stageVariables.colour}",
                        "overwrite:header.X-Both", "$request.header.x-many",
                        "remove:header.X-Gone", "''",
                        "overwrite:header.Host", "backend.example",
                        "overwrite:querystring.b", "$request.querystring.a",
                        "append:querystring.id", "$request.path.id",
                        "remove:querystring.c", "''",
                        "append:header.X-Absent", "$request.header.nobody",
                        "overwrite:path", "$request.path"));

        String seen =
                node.call(
                                "GET",
                                api + "/v1/pets/7%208?a=1&b=2&c=3&d=%2f",
                                "X-Many",
                                "one",
                                "X-Many",
                                "two",
                                "X-Both",
                                "before",
                                "X-Gone",
                                "here")
                        .body();

        assertThat(seen)
                .startsWith("GET /pets/7%208?own=1&a=1&d=%2f&b=1&id=7%208\n")
                .contains(
                        "X-Stage: stage v1 of blue\n",
                        "X-Both: one,two\n",
                        "ost: backend.example\n")
                .doesNotContain("X-Gone", "X-Absent", "before");
    }

    @Test
    void changesTheEventOfAFunction() throws Exception {
        function.responses("{\"statusCode\":200}");
        route(
                r ->
                        r.integrationType(IntegrationType.AWS_PROXY)
                                .integrationUri(FUNCTION)
                                .payloadFormatVersion("2.0")
                                .requestParameters(
                                        Map.of(
                                                "append:header.x-id", "$request.path.id",
                                                "overwrite:path", "$request.path")));

        node.call("GET", api + "/v1/pets/7?a=1");

        assertThat(function.last().payload().toString())
                .contains(
                        "\"rawPath\":\"/pets/7\"", "\"x-id\":\"7\"", "\"rawQueryString\":\"a=1\"");
    }

    @Test
    void looksIntoTheBodyOfARequestAndOfAResponse() throws Exception {
        function.does(
                call ->
                        ScriptedFunction.respond(
                                "{\"statusCode\":201,\"headers\":{\"x-old\":\"1\",\"x-keep\":\"2\"},"
                                    + "\"body\":\"{\\\"pets\\\":[{\\\"id\\\":5}]}\"}"));
        route(
                r ->
                        r.integrationType(IntegrationType.AWS_PROXY)
                                .integrationUri(FUNCTION)
                                .payloadFormatVersion("2.0")
                                .responseParameters(
                                        Map.of(
                                                "201",
                                                Map.of(
                                                        "overwrite:statuscode", "202",
                                                        "append:header.x-pet",
                                                                "pet ${response.body.pets[0].id}",
                                                        "append:header.x-keep", "$context.routeKey",
                                                        "remove:header.x-old", "''"),
                                                "404",
                                                Map.of("overwrite:statuscode", "410"))));

        HttpResponse<String> response = node.call("GET", api + "/v1/pets/7");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().map())
                .containsEntry("x-pet", java.util.List.of("pet 5"))
                .containsEntry("x-keep", java.util.List.of("2", "GET /pets/{id}"))
                .doesNotContainKey("x-old");
        assertThat(response.body()).isEqualTo("{\"pets\":[{\"id\":5}]}");
    }

    @Test
    void updatesAnEntryAndClearsWhatIsEmpty() {
        String id = proxy("/", Map.of("append:header.a", "1", "append:header.b", "2"));
        node.http.updateIntegration(
                r ->
                        r.apiId(api)
                                .integrationId(id)
                                .requestParameters(Map.of("append:header.a", ""))
                                .responseParameters(
                                        Map.of(
                                                "200", Map.of("overwrite:statuscode", "201"),
                                                "404", Map.of("overwrite:statuscode", "410"))));
        node.http.updateIntegration(
                r -> r.apiId(api).integrationId(id).responseParameters(Map.of("404", Map.of())));

        var read = node.http.getIntegration(r -> r.apiId(api).integrationId(id));

        assertThat(read.requestParameters()).isEqualTo(Map.of("append:header.b", "2"));
        assertThat(read.responseParameters())
                .isEqualTo(Map.of("200", Map.of("overwrite:statuscode", "201")));
    }

    @Test
    void rejectsInAwsWordsWhatCannotBeMapped() {
        rejects(
                Map.of("append:header.Authorization", "x"),
                "errors : [Operations on header Authorization are restricted]");
        rejects(Map.of("append:header.x-amzn-thing", "x"), "are restricted]");
        rejects(
                Map.of("append:body", "x"),
                "errors : [Invalid Request Actioned Parameter destination specified: append:body]");
        rejects(Map.of("append:path", "x"), "destination specified: append:path]");
        rejects(Map.of("overwrite:statuscode", "201"), "Invalid Request Actioned Parameter");
        rejects(
                Map.of("append:header.x", "$request.body..id"),
                "errors : [Invalid mapping expression specified: $request.body..id]");
        rejects(Map.of("append:header.x", "a ${response.body}"), "Invalid mapping expression");
        assertThatThrownBy(
                        () ->
                                route(
                                        r ->
                                                r.integrationType(IntegrationType.AWS_PROXY)
                                                        .integrationUri(FUNCTION)
                                                        .payloadFormatVersion("2.0")
                                                        .responseParameters(
                                                                Map.of(
                                                                        "200",
                                                                        Map.of(
                                                                                "append:overwrite.static",
                                                                                "x")))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(
                        "errors : [Invalid Response Actioned Parameter destination specified:"
                                + " append:overwrite.static]");
    }

    private void rejects(Map<String, String> parameters, String words) {
        assertThatThrownBy(() -> proxy("/", parameters))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(
                        "Invalid mapping expression specified: Validation Result: warnings : [],")
                .hasMessageContaining(words);
    }

    private String proxy(String path, Map<String, String> parameters) {
        return route(
                r ->
                        r.integrationType(IntegrationType.HTTP_PROXY)
                                .integrationMethod("ANY")
                                .integrationUri(backend.uri(path))
                                .payloadFormatVersion("1.0")
                                .requestParameters(parameters));
    }

    private String route(Consumer<CreateIntegrationRequest.Builder> with) {
        String id = node.http.createIntegration(r -> with.accept(r.apiId(api))).integrationId();
        node.http.createRoute(
                r -> r.apiId(api).routeKey("GET /pets/{id}").target("integrations/" + id));
        return id;
    }
}
