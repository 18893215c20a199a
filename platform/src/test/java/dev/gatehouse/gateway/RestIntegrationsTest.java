package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ContentHandlingStrategy;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseRequest;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;

/** {@code HTTP} and {@code AWS} integrations with a function, made by AWS's SDK and called. */
@Tag("node")
final class RestIntegrationsTest {
    private static final String FUNCTION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:pets/invocations";

    private final ScriptedFunction function = new ScriptedFunction();
    private final Backend backend = new Backend(RestIntegrationsTest::echo);
    private ApiGatewayNode node;
    private RestMethodFixture method;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        method = new RestMethodFixture(node);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        backend.close();
    }

    private static void echo(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body ->
                                request.response()
                                        .setStatusCode(
                                                Integer.parseInt(request.getParam("status", "200")))
                                        .putHeader("Content-Type", "text/plain")
                                        .putHeader("X-Many", "one")
                                        .putHeader("X-Seen", request.uri())
                                        .end(
                                                "{\"method\":\"%s\",\"type\":\"%s\",\"id\":\"%s\",\"agent\":\"%s\",\"cookie\":\"%s\",\"body\":%s}"
                                                        .formatted(
                                                                request.method(),
                                                                request.getHeader("Content-Type"),
                                                                request.getHeader("X-Id"),
                                                                request.getHeader("User-Agent"),
                                                                request.getHeader("Cookie"),
                                                                body.length() == 0
                                                                        ? "null"
                                                                        : body)));
    }

    @Test
    void anHttpBackendGetsWhatIsMappedAndNothingElse() throws Exception {
        http(
                backend.uri("/pets/{id}"),
                of ->
                        of.requestParameters(
                                        Map.of(
                                                "integration.request.path.id",
                                                "method.request.body.pet.id",
                                                "integration.request.header.X-Id",
                                                "context.httpMethod",
                                                "integration.request.querystring.tag",
                                                "method.request.multivaluequerystring.tag",
                                                "integration.request.querystring.mode",
                                                "'a b'"))
                                .requestTemplates(
                                        Map.of(
                                                "application/json",
                                                "{\"name\":$input.json('$.pet.name')}")));
        respond("200", null, of -> of);

        HttpResponse<String> response =
                method.post(
                        "?tag=x&tag=y&other=1",
                        "{\"pet\":{\"id\":7,\"name\":\"Tom\"}}",
                        "Content-Type",
                        "application/json",
                        "Cookie",
                        "secret");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"body\":{\"name\":\"Tom\"}")
                .contains("\"id\":\"POST\"")
                .contains("\"agent\":\"AmazonAPIGateway_" + method.api() + '"')
                .contains("\"cookie\":\"null\"");
        // Recorded habit: a backend's own type is not passed on unless it is mapped.
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().map()).doesNotContainKeys("x-many", "x-seen");
    }

    @Test
    void aProxiedBackendGetsABodyAsContentHandlingConvertsIt() throws Exception {
        method.binary("image/png");
        proxied(ContentHandlingStrategy.CONVERT_TO_TEXT);
        assertThat(method.post("", "abc", "Content-Type", "image/png").body())
                .contains("\"body\":YWJj");
        assertThat(method.post("", "abc", "Content-Type", "text/plain").body())
                .contains("\"body\":abc");

        proxied(ContentHandlingStrategy.CONVERT_TO_BINARY);
        assertThat(method.post("", "YWJj", "Content-Type", "text/plain").body())
                .contains("\"body\":abc");
        assertThat(method.post("", "!", "Content-Type", "text/plain").statusCode()).isEqualTo(500);
    }

    private void proxied(ContentHandlingStrategy handling) {
        method.integrate(
                of ->
                        of.type(IntegrationType.HTTP_PROXY)
                                .integrationHttpMethod("ANY")
                                .uri(backend.uri("/"))
                                .contentHandling(handling));
    }

    @Test
    void aProxiedResponseThatStreamsBeginsBeforeItsBackendIsDone() throws Exception {
        CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
        try (Backend slow =
                new Backend(
                        request -> {
                            request.response().setChunked(true).write("first ");
                            asked.complete(request);
                        })) {
            method.integrate(
                    of ->
                            of.type(IntegrationType.HTTP_PROXY)
                                    .integrationHttpMethod("GET")
                                    .uri(slow.uri("/"))
                                    .responseTransferMode(ResponseTransferMode.STREAM)
                                    .timeoutInMillis(60_000));
            InputStream body = method.open("", "Accept-Encoding", "gzip");
            assertThat(body.readNBytes(6)).asString().isEqualTo("first ");
            asked.get().response().end("last");
            assertThat(body.readAllBytes()).asString().isEqualTo("last");
        }
    }

    @Test
    void aProxiedResponseThatStreamsMayBeLongerThanOneThatIsHeld() throws Exception {
        byte[] bytes = new byte[11 * 1024 * 1024];
        try (Backend large = new Backend(request -> request.response().end(Buffer.buffer(bytes)))) {
            for (ResponseTransferMode mode :
                    List.of(ResponseTransferMode.STREAM, ResponseTransferMode.BUFFERED)) {
                method.integrate(
                        of ->
                                of.type(IntegrationType.HTTP_PROXY)
                                        .integrationHttpMethod("GET")
                                        .uri(large.uri("/"))
                                        .responseTransferMode(mode));
                HttpResponse<String> response = method.post("", "{}");
                boolean streams = mode == ResponseTransferMode.STREAM;
                assertThat(response.statusCode()).isEqualTo(streams ? 200 : 500);
                assertThat(response.body().length() == bytes.length).isEqualTo(streams);
            }
        }
    }

    @Test
    void theStatusSelectsTheResponseAndItsBodyAndHeadersAreMapped() throws Exception {
        http(
                backend.uri("/"),
                of ->
                        of.requestParameters(
                                Map.of(
                                        "integration.request.querystring.status",
                                        "method.request.querystring.status")));
        respond("200", null, of -> of.responseTemplates(Map.of("application/json", "fine")));
        respond(
                "418",
                "4\\d{2}",
                of ->
                        of.responseParameters(
                                        Map.of(
                                                "method.response.header.x-seen",
                                                "integration.response.header.X-Seen",
                                                "method.response.header.x-method",
                                                "integration.response.body.method",
                                                "method.response.header.Content-Type",
                                                "'text/special'"))
                                .responseTemplates(
                                        Map.of(
                                                "application/json",
                                                "#set($context.responseOverride.header.x-made ="
                                                        + " \"yes\")short and"
                                                        + " $input.path('$.method')")));

        assertThat(method.post("?status=201", "{}").body()).isEqualTo("fine");
        HttpResponse<String> response = method.post("?status=404", "{}");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.body()).isEqualTo("short and POST");
        assertThat(response.headers().firstValue("x-seen")).hasValue("/?status=404");
        assertThat(response.headers().firstValue("x-method")).hasValue("POST");
        assertThat(response.headers().firstValue("x-made")).hasValue("yes");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/special");
    }

    @Test
    void aTemplateOverridesTheRequest() throws Exception {
        http(
                backend.uri("/{id}"),
                of ->
                        of.requestParameters(
                                        Map.of(
                                                "integration.request.path.id",
                                                "'mapped'",
                                                "integration.request.querystring.q",
                                                "'mapped'"))
                                .requestTemplates(
                                        Map.of(
                                                "application/json",
                                                "#set($context.requestOverride.path.id ="
                                                    + " \"other\")#set($context.requestOverride.header.X-Id"
                                                    + " = \"nine\")#set($context.requestOverride.querystring.q"
                                                    + " = [\"1\", \"2\"]){}")));
        respond(
                "200",
                null,
                of ->
                        of.responseParameters(
                                Map.of(
                                        "method.response.header.x-seen",
                                        "integration.response.header.X-Seen")));

        HttpResponse<String> response = method.post("", "{}");

        assertThat(response.headers().firstValue("x-seen")).hasValue("/other?q=1&q=2");
        assertThat(response.body()).contains("\"id\":\"nine\"");
    }

    @Test
    void aFunctionGetsTheMappedEvent() throws Exception {
        function.responses("{\"said\":\"hello\"}");
        lambda(
                of ->
                        of.requestTemplates(
                                Map.of(
                                        "application/json",
                                        "{\"who\":\"$input.params('who')\",\"stage\":\"$context.stage\"}")));
        respond(
                "200",
                null,
                of -> of.responseTemplates(Map.of("application/json", "[$input.path('$.said')]")));

        HttpResponse<String> response = method.post("?who=Tom", "{}");

        assertThat(function.last().payload().toString())
                .isEqualTo("{\"who\":\"Tom\",\"stage\":\"v1\"}");
        assertThat(response.body()).isEqualTo("[hello]");
        assertThat(response.headers().firstValue("x-amzn-trace-id")).isPresent();
    }

    @Test
    void templatesAreEvaluatedAsOnAws() throws Exception {
        lambda(
                of ->
                        of.requestTemplates(
                                Map.of(
                                        "application/json",
                                        "#set($a = $input.path('$.list'))$input.path('$.map') $a"
                                                + " $input.json('$.map') [$input.path('$.none')]"
                                                + " $context.httpMethod"
                                                + " $util.escapeJavaScript(\"it's\")#foreach($i in"
                                                + " $a)$i.x#end")));
        respond("200", null, of -> of);

        method.post("", "{\"map\":{\"foo\":\"bar\"},\"list\":[{\"x\":1}]}");

        assertThat(function.last().payload().toString())
                .isEqualTo("{foo=bar} [{\"x\":1}] {\"foo\":\"bar\"} [] POST it\\'s1");
    }

    @Test
    void anErrorMessageSelectsTheResponse() throws Exception {
        lambda(of -> of);
        respond("200", null, of -> of);
        respond(
                "404",
                "Not Found(\\n|.)*",
                of ->
                        of.responseTemplates(
                                Map.of("application/json", "$input.path('$.errorMessage')")));
        respond("500", "(\\n|.)+", of -> of);

        function.does(
                _ ->
                        ScriptedFunction.functionError(
                                "{\"errorMessage\":\"Not Found:\\nno pet\",\"errorType\":\"E\"}"));
        HttpResponse<String> missing = method.post("", "{}");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("Not Found:\nno pet");

        function.does(_ -> ScriptedFunction.functionError("{\"errorMessage\":\"boom\"}"));
        assertThat(method.post("", "{}").statusCode()).isEqualTo(500);
        function.responses("{\"errorMessage\":\"of a response, no error\"}");
        assertThat(method.post("", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void anEventIsAcceptedAndNotWaitedFor() throws Exception {
        function.does(
                _ ->
                        Future.succeededFuture(
                                new InvocationResult(202, Buffer.buffer(), null, "$LATEST", null)));
        lambda(
                of ->
                        of.requestParameters(
                                Map.of(
                                        "integration.request.header.X-Amz-Invocation-Type",
                                        "'Event'")));
        respond("202", null, of -> of);

        HttpResponse<String> response = method.post("", "{}");

        assertThat(function.last().type()).isEqualTo(InvocationType.EVENT);
        assertThat(function.last().payload().toString()).isEqualTo("{}");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void anEventThatIsNoJsonIsTheClientsFault() throws Exception {
        function.does(
                _ ->
                        Future.failedFuture(
                                new ServiceException(
                                        "InvalidRequestContentException", 400, "not JSON")));
        lambda(of -> of);
        respond("200", null, of -> of);

        HttpResponse<String> response = method.post("", "oops");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"message\":\"not JSON\"}");
    }

    @Test
    void withoutAFittingResponseTheApiIsAtFault() throws Exception {
        lambda(of -> of);
        respond("200", "never", of -> of);

        HttpResponse<String> response = method.post("", "{}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }

    @Test
    void bodiesAreConvertedBothWays() throws Exception {
        method.binary("image/png");
        function.does(invocation -> ScriptedFunction.respond(invocation.payload().toString()));
        lambda(
                of ->
                        of.contentHandling(ContentHandlingStrategy.CONVERT_TO_TEXT)
                                .requestTemplates(
                                        Map.of("image/png", "{\"image\":\"$input.body\"}")));
        respond(
                "200",
                null,
                of -> of.responseTemplates(Map.of("application/json", "$input.path('$.image')")));

        assertThat(method.post("", "png", "Content-Type", "image/png").body()).isEqualTo("cG5n");

        function.responses("cG5n");
        lambda(of -> of);
        respond("200", null, of -> of.contentHandling(ContentHandlingStrategy.CONVERT_TO_BINARY));
        assertThat(method.post("", "{}").body()).isEqualTo("png");
        function.responses("\"no base64\"");
        assertThat(method.post("", "{}").statusCode()).isEqualTo(500);
    }

    @Test
    void rejectsWhatAwsRejects() {
        assertThatThrownBy(() -> http("example.com", of -> of))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid HTTP endpoint specified for URI");
        assertThatThrownBy(
                        () ->
                                http(
                                        "http://example.com",
                                        of ->
                                                of.requestParameters(
                                                        Map.of(
                                                                "integration.request.header.a",
                                                                "integration.response.header.b"))))
                .isInstanceOf(BadRequestException.class);
        http("http://example.com", of -> of);
        assertThatThrownBy(() -> respond("200", "(", of -> of))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid selection pattern specified: (");
    }

    private interface Change<B> {
        B of(B builder);
    }

    private void http(String uri, Change<PutIntegrationRequest.Builder> change) {
        method.integrate(
                of ->
                        change.of(
                                of.type(IntegrationType.HTTP)
                                        .integrationHttpMethod("POST")
                                        .uri(uri)));
    }

    private void lambda(Change<PutIntegrationRequest.Builder> change) {
        method.integrate(
                of ->
                        change.of(
                                of.type(IntegrationType.AWS)
                                        .integrationHttpMethod("POST")
                                        .uri(FUNCTION)));
    }

    private void respond(
            String status, String pattern, Change<PutIntegrationResponseRequest.Builder> change) {
        method.respond(status, of -> change.of(of.selectionPattern(pattern)));
    }
}
