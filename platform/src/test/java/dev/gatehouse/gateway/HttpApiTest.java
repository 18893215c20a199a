package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("node")
final class HttpApiTest {
    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function,
                    Plans.http(
                            null,
                            Plans.route("GET /two", PayloadFormat.V2),
                            Plans.route("GET /one", PayloadFormat.V1),
                            Plans.route("ANY /pets/{id}", PayloadFormat.V2)));

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1}", "[1,2]", "17", "null", "true", "{\"half\": ", "{}", "\"a\" 1"})
    void takesAnAnswerWithoutStatusForTheBody(String payload) {
        function.responses(payload);

        HttpResponse<String> response = gateway.get("http123456/two");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(payload);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("apigw-requestid").orElseThrow())
                .matches("[A-Za-z0-9_-]{15}=");
    }

    @Test
    void takesAStringForTheTextItStandsFor() {
        function.responses("\"Hello from \\u00fc!\\n\"");

        HttpResponse<String> response = gateway.get("http123456/two");

        assertThat(response.body()).isEqualTo("Hello from \u00fc!\n");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void passesOnAStructuredAnswer() {
        function.responses(
                "{\"statusCode\":201,\"headers\":{\"X-A\":\"a,b\",\"x-n\":3},\"cookies\":[\"a=1\",\"b=2;"
                    + " Path=/\"],\"body\":\"aGk=\",\"isBase64Encoded\":true}");

        HttpResponse<String> response = gateway.get("http123456/two");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("hi");
        assertThat(response.headers().allValues("set-cookie"))
                .containsExactly("a=1", "b=2; Path=/");
        assertThat(response.headers().firstValue("x-a")).hasValue("a,b");
        assertThat(response.headers().firstValue("x-n")).hasValue("3");
        assertThat(response.headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":\"x\"}",
                "{\"statusCode\":0}",
                "{\"statusCode\":200,\"headers\":\"x\"}",
                "{\"statusCode\":200,\"body\":{}}",
                "{\"statusCode\":200,\"cookies\":\"a=1\"}",
                "{\"statusCode\":200,\"cookies\":[\"a=1\\r\\nX: 1\"]}",
                "{\"statusCode\":200,\"body\":\"###\",\"isBase64Encoded\":true}",
                "{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true,\"headers\":{\"a\\n"
                        + "b\":\"c\"}}"
            })
    void answers500ToAMalformedAnswer(String payload) {
        function.responses(payload);

        assertRejected("http123456/two", 500, "Internal Server Error");
    }

    @Test
    void decodesBase64ThatIsBrokenIntoLines() {
        function.responses(
                "{\"statusCode\":200,\"body\":\"aGVs\\r\\nbG8=\\n\",\"isBase64Encoded\":true}");

        assertThat(gateway.get("http123456/two").body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "\"text\"", "[]", "{\"body\":\"x\"}"})
    void wantsAStatusInFormatOne(String payload) {
        function.responses(payload);

        assertRejected("http123456/one", 500, "Internal Server Error");
    }

    @Test
    void mergesHeadersInFormatOne() {
        function.responses(
                "{\"statusCode\":200,\"headers\":{\"a\":\"1\"},\"multiValueHeaders\":{\"b\":[\"2\",\"3\"]},\"body\":\"x\"}");

        HttpResponse<String> response = gateway.get("http123456/one");

        assertThat(response.headers().allValues("a")).containsExactly("1");
        assertThat(response.headers().allValues("b")).containsExactly("2", "3");
    }

    @Test
    void answers500WhenTheFunctionFailsOrMayNotBeCalled() {
        function.does(unused -> ScriptedFunction.functionError("{}"));
        assertRejected("http123456/two", 500, "Internal Server Error");

        function.does(
                unused ->
                        Future.failedFuture(
                                new ServiceException("AccessDeniedException", 403, "no")));
        assertRejected("http123456/two", 500, "Internal Server Error");
    }

    @Test
    void answers503WhenTheFunctionIsThrottled() {
        function.does(
                unused ->
                        Future.failedFuture(
                                new ServiceException(
                                        "TooManyRequestsException", 429, "Rate Exceeded.")));

        assertRejected("http123456/two", 503, "Service Unavailable");
    }

    /** Captured from AWS: the path is decoded twice, and an escaped question mark ends it. */
    @ParameterizedTest
    @CsvSource({
        "/pets/a%2520b, /pets/a b, a b",
        "/pets/a%3Fb, /pets/a, a",
        "/pets/a%253Fb, /pets/a, a",
        "/pets/a+b, /pets/a+b, a+b",
        "/pets/a%C3%BC, /pets/a\u00fc, a\u00fc"
    })
    void decodesThePathTwice(String path, String rawPath, String id) {
        gateway.get("http123456" + path);

        JsonNode event = Golden.tree(function.last().payload());
        assertThat(event.path("rawPath").asText()).isEqualTo(rawPath);
        assertThat(event.path("pathParameters").path("id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pets/%zz", "/pets/a%", "/pets/a%2", "/pets/100%25"})
    void answers400ToABrokenEscape(String path) {
        String response = gateway.rawGet("http123456.execute-api.eu-west-1.amazonaws.com", path);

        assertThat(response).startsWith("HTTP/1.1 400").endsWith("{\"message\":\"Bad Request\"}");
        assertThat(function.called()).isFalse();
    }

    @Test
    void answers503WhenTheFunctionTakesTooLong() {
        Promise<Object> never = Promise.promise();
        function.does(unused -> never.future().mapEmpty());
        gateway.plans.publish(
                Plans.http(
                        null,
                        new HttpRoute(
                                "GET /slow",
                                Authorization.OPEN,
                                new HttpIntegration.LambdaProxy(
                                        new StageText(Plans.FUNCTION),
                                        PayloadFormat.V2,
                                        null,
                                        Duration.ofMillis(60)),
                                ParameterMapping.NONE)));

        assertRejected("http123456/slow", 503, "Service Unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http123456/none", "http123456/two/", "http123456/", "http123456/test/none"})
    void answers404WhereThereIsNoRoute(String path) {
        assertRejected(path, 404, "Not Found");
    }

    @Test
    void servesANamedStageUnderItsName() {
        gateway.get("http123456/test/pets/7");

        assertThat(
                        Golden.tree(function.last().payload())
                                .path("requestContext")
                                .path("stage")
                                .asText())
                .isEqualTo("test");
        assertThat(((InvocationSource.ServicePrincipal) function.last().source()).sourceArn())
                .isEqualTo(
                        "arn:aws:execute-api:eu-west-1:123456789012:http123456/test/GET/pets/{id}");
    }

    @Test
    void servesTheDefaultStageByItsNameWhenAddressedByPath() {
        gateway.get("http123456/$default/pets/7");

        assertThat(Golden.tree(function.last().payload()).path("rawPath").asText())
                .isEqualTo("/pets/7");
    }

    /** Whatever a function returns, the node's log is not its to fill. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":200,\"cookies\":[\"a=1\\r\\nX: 1\"]}",
                "{\"statusCode\":200,\"headers\":{\"a\\nb\":\"c\"}}",
                "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}"
            })
    void aMalformedResponseLeavesTheNodesLogAlone(String payload) {
        Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        function.responses(payload);

        for (int i = 0; i < 10; i++) {
            gateway.get("http123456/two");
        }

        log.detachAppender(lines);
        assertThat(lines.list).filteredOn(line -> line.getLevel() != Level.DEBUG).isEmpty();
    }

    private void assertRejected(String path, int status, String message) {
        HttpResponse<String> response = gateway.get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\"}");
        assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
    }
}
