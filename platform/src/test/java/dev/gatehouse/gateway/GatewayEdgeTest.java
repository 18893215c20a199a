package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at the rim: how APIs are addressed, what is too large, malformed or broken off. */
@Tag("node")
final class GatewayEdgeTest {
    private static final String HOST = "rest123456.execute-api.eu-west-1.amazonaws.com";
    private static final String TOO_LONG = "HTTP content length exceeded 10485760 bytes.";

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function,
                    Plans.rest(
                            Plans.resource("/x", "ANY", Plans.restFunction()),
                            Plans.resource("/{proxy+}", "POST", Plans.restFunction())),
                    Plans.http(null, Plans.route("$default", PayloadFormat.V2)));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void servesAnApiUnderItsHostInAnyCasing() {
        assertThat(gateway.rawGet("Rest123456.EXECUTE-API.eu-west-1.Amazonaws.com", "/prod/x"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void leavesPathsThatS3MayMeanToSignedCalls() {
        String authorization = "Authorization: AWS4-HMAC-SHA256 Credential=x";

        assertThat(gateway.rawGet("localhost", "/execute-api/rest123456/prod/x"))
                .startsWith("HTTP/1.1 200");
        assertThat(gateway.rawGet("localhost", "/execute-api/rest123456/prod/x", authorization))
                .startsWith("HTTP/1.1 200");
        assertThat(gateway.rawGet("localhost", "/execute-api/unknown/prod/x"))
                .startsWith("HTTP/1.1 403")
                .endsWith("{\"message\":\"Forbidden\"}");
        assertThat(gateway.rawGet("localhost", "/execute-api/unknown/prod/x", authorization))
                .endsWith("not for the gateway");
    }

    @Test
    void servesTheFormOlderScriptsUse() {
        String response =
                gateway.rawGet("localhost", "/restapis/rest123456/prod/_user_request_/x?a=1");

        assertThat(response).startsWith("HTTP/1.1 200 OK");
        assertThat(
                        Golden.tree(function.last().payload())
                                .path("requestContext")
                                .path("path")
                                .asText())
                .isEqualTo("/prod/x");
        assertThat(
                        Golden.tree(function.last().payload())
                                .path("requestContext")
                                .path("domainName")
                                .asText())
                .isEqualTo(HOST);
    }

    @Test
    void findsNoApiInAnotherRegion() {
        assertThat(gateway.rawGet("rest123456.execute-api.us-east-1.amazonaws.com", "/prod/x"))
                .startsWith("HTTP/1.1 403");
        assertThat(gateway.rawGet("rest123456.execute-api.localhost.example", "/prod/x"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void servesNoApiWhoseEndpointIsSwitchedOff() {
        RestPlan plan = Plans.rest(Plans.resource("/x", "ANY", Plans.restFunction()));
        gateway.plans.publish(new RestPlan(plan.address(), true, plan.stages()));

        assertThat(gateway.get("rest123456/prod/x").body())
                .isEqualTo("{\"message\":\"Forbidden\"}");
    }

    @Test
    void forgetsAnApiThatWasRemoved() {
        gateway.plans.remove(Plans.REST);

        assertThat(gateway.get("rest123456/prod/x").statusCode()).isEqualTo(403);
    }

    @Test
    void rejectsABodyOverTheLimitBeforeReadingIt() {
        String response =
                gateway.raw(
                        "POST /prod/x HTTP/1.1\nHost: "
                                + HOST
                                + "\nContent-Length: 10485761\n\nxxx");

        assertThat(response).startsWith("HTTP/1.1 413").contains(TOO_LONG);
        assertThat(function.called()).isFalse();
    }

    @Test
    void rejectsAChunkedBodyOverTheLimit() {
        HttpResponse<String> response =
                gateway.send(
                        gateway.request("rest123456/prod/x")
                                .POST(
                                        BodyPublishers.fromPublisher(
                                                BodyPublishers.ofByteArray(
                                                        new byte[10 * 1024 * 1024]))));
        assertThat(response.statusCode()).isEqualTo(200);
        String chunk = "200000\n" + "x".repeat(0x200000) + '\n';

        String rejected =
                gateway.raw(
                        "POST /prod/x HTTP/1.1\nHost: "
                                + HOST
                                + "\nTransfer-Encoding: chunked\n\n"
                                + chunk.repeat(5)
                                + "1\nx\n0\n\n");

        assertThat(rejected).startsWith("HTTP/1.1 413");
    }

    /** As Python's http.client and urllib do, which say no {@code Expect} and never look up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 12582912\n",
                "Content-Length: 12582912\nConnection: close\n",
                "Transfer-Encoding: chunked\n"
            })
    void aClientThatSendsItsWholeBodyFirstReadsThatItIsTooLarge(String headers) {
        String body = "x".repeat(0xc00000);
        String sent = headers.contains("chunked") ? "c00000\n" + body + "\n0\n\n" : body;

        String response =
                gateway.raw("POST /prod/x HTTP/1.1\nHost: " + HOST + '\n' + headers + '\n' + sent);

        assertThat(response).startsWith("HTTP/1.1 413").endsWith(TOO_LONG);
    }

    @Test
    void answersABodyWhoseChunksAreBroken() {
        String response =
                gateway.raw(
                        "POST /prod/x HTTP/1.1\nHost: "
                                + HOST
                                + "\nTransfer-Encoding: chunked\n\nzz\n\n");

        assertThat(response).startsWith("HTTP/1.1 400");
        assertThat(function.called()).isFalse();
    }

    @Test
    void answersARejectionWhoseMappedHeaderHasALineBreak() {
        GatewayResponse mapped =
                new GatewayResponse(
                        null,
                        List.of(
                                HeaderMapping.parse(
                                                "gatewayresponse.header.X-Said",
                                                "method.request.querystring.said")
                                        .orElseThrow()),
                        Map.of());
        gateway.plans.publish(
                Plans.rest(
                        BinaryMediaTypes.NONE,
                        Map.of(GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, mapped)));

        assertThat(gateway.rawGet(HOST, "/prod/x?said=a%0D%0AX-Mine:%201"))
                .startsWith("HTTP/1.1 403")
                .contains("Missing Authentication Token")
                .doesNotContain("X-Mine");
        assertThat(gateway.rawGet(HOST, "/prod/x?said=a")).contains("X-Said: a");
    }

    @Test
    void rejectingOneStreamLeavesTheOthersOfItsConnectionAlone() {
        Vertx vertx = Vertx.vertx();
        HttpClient client =
                vertx.createHttpClient(
                        new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2),
                        new PoolOptions().setHttp2MaxSize(1));
        Promise<InvocationResult> slow = Promise.promise();
        function.does(unused -> slow.future());
        String path = "/_aws/execute-api/rest123456/prod/x";
        Future<HttpClientResponse> waiting =
                client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", path)
                        .compose(HttpClientRequest::send);
        HttpClientResponse rejected =
                client.request(HttpMethod.POST, gateway.port(), "127.0.0.1", path)
                        .compose(post -> post.putHeader("X-Big", "x".repeat(10_240)).send("a body"))
                        .await();
        vertx.timer(1, TimeUnit.SECONDS).await();
        slow.complete(ScriptedFunction.respond("{\"statusCode\":201}").result());

        assertThat(rejected.statusCode()).isEqualTo(431);
        assertThat(rejected.getHeader("Connection")).isNull();
        assertThat(waiting.await().statusCode()).isEqualTo(201);
        client.close().await(); // one that is not referred to any more closes by itself
        vertx.close().await();
    }

    /** Recorded from AWS. */
    @Test
    void writesItsOwnHeadersInAwssCasing() {
        function.responses("{\"body\":\"abc\"}");

        assertThat(gateway.rawGet(HOST, "/prod/x"))
                .contains(
                        "\r\nContent-Type: application/json\r\n",
                        "\r\nDate: ",
                        "\r\nContent-Length: 3\r\n")
                .doesNotContain("content-length", "keep-alive");
        String one = "GET /prod/x HTTP/1.1\nHost: " + HOST + "\n\n";
        assertThat(gateway.raw(one + one.replace("\n\n", "\nConnection: close\n\n")))
                .containsOnlyOnce("\r\nConnection: keep-alive\r\n");
        assertThat(gateway.raw("GET /prod/none HTTP/1.0\nHost: " + HOST + "\n\n"))
                .contains("\r\nContent-Type: application/json\r\n", "\r\nContent-Length: ")
                .doesNotContain("keep-alive");
    }

    @Test
    void countsTheRequestLineOfAnHttpApiAmongItsHeaders() {
        String host = "http123456.execute-api.eu-west-1.amazonaws.com";
        String header = "X-Big: " + "x".repeat(7_000);

        assertThat(gateway.rawGet(host, "/" + "p".repeat(2_500), header))
                .startsWith("HTTP/1.1 200");
        assertThat(gateway.rawGet(host, "/" + "p".repeat(3_600), header))
                .startsWith("HTTP/1.1 431");
        assertThat(gateway.rawGet(HOST, "/prod/x?" + "q".repeat(3_600), header))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void rejectsHeadersOverTheLimit() {
        String response = gateway.rawGet(HOST, "/prod/x", "X-Big: " + "x".repeat(10_240));

        assertThat(response).startsWith("HTTP/1.1 431");
        assertThat(function.called()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /prod/%zz%2 HTTP/1.1",
                "GET /prod/\u0001 HTTP/1.1",
                "GET http://HOST/prod/x HTTP/1.1",
                "GET * HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET prod HTTP/1.1",
                "FOO /prod/x HTTP/1.1",
                "GET /prod/x?%zz=%&&=&a HTTP/1.1",
                "GET /prod/" + "/////////////////////////////////" + " HTTP/1.1"
            })
    void answersOddRequestLinesAndServesOn(String line) {
        String response =
                gateway.raw(
                        line.replace("HOST", HOST) + "\nHost: " + HOST + "\nConnection: close\n\n");

        assertThat(response).startsWith("HTTP/1.").doesNotContain("HTTP/1.1 500");
        assertThat(gateway.get("rest123456/prod/x").statusCode()).isEqualTo(200);
    }

    @Test
    void servesOnAfterAClientThatBrokeOff() {
        gateway.raw("POST /prod/x HTTP/1.0\nHost: " + HOST + "\nContent-Length: 3\n\nabc");
        assertThat(function.called()).isTrue();
        assertThat(gateway.get("rest123456/prod/x").statusCode()).isEqualTo(200);
    }

    @Test
    void datesItsAnswers() {
        assertThat(gateway.get("rest123456/prod/x").headers().firstValue("date"))
                .hasValue("Sat, 21 Nov 2026 13:02:50 GMT");
    }

    @Test
    void sendsNoBodyToHead() {
        function.responses("{\"body\":\"unsent\"}");

        String response =
                gateway.raw("HEAD /prod/x HTTP/1.1\nHost: " + HOST + "\nConnection: close\n\n");

        assertThat(response)
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\n")
                .doesNotContain("unsent");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void sendsNoBodyWhereTheStatusHasNone(int status) {
        function.responses("{\"statusCode\":" + status + ",\"body\":\"unsent\"}");

        assertThat(gateway.rawGet(HOST, "/prod/x"))
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("unsent");
    }

    @Test
    void keepsAConnectionForManyRequests() {
        String one = "GET /prod/x HTTP/1.1\nHost: " + HOST + "\n\n";

        String responses = gateway.raw(one + one + one.replace("\n\n", "\nConnection: close\n\n"));

        assertThat(responses.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    }

    @Test
    void speaksHttp2() {
        Vertx vertx = Vertx.vertx();
        function.responses("{\"headers\":{\"X-Upper\":\"Yes\"},\"body\":\"two\"}");
        HttpClient client =
                vertx.createHttpClient(
                        new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2));
        String body =
                client.request(
                                HttpMethod.POST,
                                gateway.port(),
                                "127.0.0.1",
                                "/_aws/execute-api/rest123456/prod/x")
                        .compose(request -> request.send("hello"))
                        .compose(
                                response -> {
                                    assertThat(response.getHeader("x-upper")).isEqualTo("Yes");
                                    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                                    return response.body();
                                })
                        .await()
                        .toString();

        assertThat(body).isEqualTo("two");
        assertThat(Golden.tree(function.last().payload()).path("body").asText()).isEqualTo("hello");
        client.close().await(); // one that is not referred to any more closes by itself
        vertx.close().await();
    }
}
