package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
final class HttpProxyTest {
    private final GatewayServer gateway = new GatewayServer(new ScriptedFunction());
    private final Backend backend = new Backend(HttpProxyTest::echo);

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @Test
    void passesMethodPathQueryAndBodyOn() {
        proxy("ANY /api/{proxy+}", backend.uri("/base/{proxy}"), 30_000);

        HttpResponse<String> response =
                gateway.send(
                        gateway.request("http123456/api/a%20b/c?x=1&y=a%20b")
                                .PUT(BodyPublishers.ofString("payload")));

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(response.body())
                .startsWith("PUT /base/a%20b/c?x=1&y=a%20b\n")
                .endsWith("\npayload");
        assertThat(response.headers().firstValue("x-backend")).hasValue("yes");
        assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
    }

    @Test
    void keepsTheHeadersOfOneConnectionToIt() {
        proxy("GET /api", backend.uri("/"), 30_000);

        String response =
                gateway.raw(
                        """
                        GET /api HTTP/1.0
                        Host: http123456.execute-api.eu-west-1.localhost
                        Connection: X-Private
                        X-Private: secret
                        Connection: X-Other
                        X-Other: secret
                        Keep-Alive: timeout=5
                        TE: trailers
                        X-Kept: kept
                        X-Forwarded-For: 203.0.113.7

                        """);

        assertThat(response)
                .contains(
                        "X-Kept: kept",
                        "X-Forwarded-For: 203.0.113.7, 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "Forwarded: for=127.0.0.1;host=http123456.")
                .doesNotContain("secret", "Keep-Alive", "TE:", "x-amzn-Remapped");
        assertThat(response).doesNotContain("host: http123456", "Host: http123456");
    }

    @Test
    void answers503WhenTheBackendTakesTooLong() {
        Backend slow = new Backend(request -> {});
        proxy("GET /api", slow.uri("/"), 80);

        HttpResponse<String> response = gateway.get("http123456/api");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
        slow.close();
    }

    @Test
    void answers503WhenTheBackendCannotBeReached() {
        proxy("GET /api", "http://127.0.0.1:1/", 30_000);

        HttpResponse<String> response = gateway.get("http123456/api");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    void answers500WhenTheBackendBreaksOffOrAnswersTooMuch() {
        Backend broken =
                new Backend(
                        request -> {
                            request.response().putHeader("Content-Length", "100").write("half");
                            request.connection().close();
                        });
        Backend huge =
                new Backend(
                        request ->
                                request.response().end(Buffer.buffer(new byte[11 * 1024 * 1024])));
        proxy("GET /api", broken.uri("/"), 30_000);
        assertThat(gateway.get("http123456/api").statusCode()).isEqualTo(500);
        proxy("GET /api", huge.uri("/"), 30_000);
        assertThat(gateway.get("http123456/api").statusCode()).isEqualTo(500);
        broken.close();
        huge.close();
    }

    @Test
    void mapsParametersOfARestApiAndRenamesItsBackendsHeaders() {
        RestIntegration integration =
                new RestIntegration.HttpProxy(
                        "GET",
                        new StageText(backend.uri("/pets/{petId}")),
                        List.of(
                                parameter("path.petId", "method.request.path.id"),
                                parameter("querystring.stage", "context.stage"),
                                parameter("header.X-Static", "'static'")),
                        Duration.ofSeconds(30));
        gateway.plans.publish(Plans.rest(Plans.resource("/p/{id}", "GET", integration)));

        HttpResponse<String> response = gateway.get("rest123456/prod/p/7?a=1");

        assertThat(response.body())
                .startsWith("GET /pets/7?a=1&stage=prod\n")
                .contains("X-Static: static", "x-amzn-apigateway-api-id: rest123456");
        assertThat(response.headers().firstValue("x-amzn-remapped-server")).hasValue("echo");
        assertThat(response.headers().firstValue("x-amzn-remapped-content-length")).isPresent();
    }

    @Test
    void aMappedValueCannotEndTheRequestLineOfTheBackend() {
        RestIntegration integration =
                new RestIntegration.HttpProxy(
                        "GET",
                        new StageText(backend.uri("/{id}")),
                        List.of(parameter("path.id", "method.request.querystring.q")),
                        Duration.ofSeconds(30));
        gateway.plans.publish(Plans.rest(Plans.resource("/x", "GET", integration)));

        HttpResponse<String> response =
                gateway.get("rest123456/prod/x?q=a%20HTTP/1.1%0D%0AX-Mine:%201%0D%0A%0D%0A");

        assertThat(response.body()).doesNotContain("X-Mine: 1").doesNotContain("x-mine");
        assertThat(response.statusCode()).isEqualTo(500);
    }

    @Test
    void answers504WhenARestBackendTakesTooLongOrCannotBeReached() {
        Backend slow = new Backend(request -> {});
        gateway.plans.publish(Plans.rest(Plans.resource("/p", "GET", rest(slow.uri("/"), 80))));
        assertThat(gateway.get("rest123456/prod/p").body())
                .isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        slow.close();

        gateway.plans.publish(Plans.rest(Plans.resource("/p", "GET", rest(slow.uri("/"), 30_000))));
        HttpResponse<String> unreachable = gateway.get("rest123456/prod/p");
        assertThat(unreachable.statusCode()).isEqualTo(504);
        assertThat(unreachable.body())
                .isEqualTo("{\"message\": \"Network error communicating with endpoint\"}");
    }

    /** AWS's "important notes", and what was recorded. */
    @Test
    void aRestApiKeepsSomeHeadersToItself() {
        gateway.plans.publish(
                Plans.rest(Plans.resource("/p", "GET", rest(backend.uri("/"), 30_000))));

        String response =
                gateway.raw(
                        """
                        GET /prod/p HTTP/1.1
                        Host: rest123456.execute-api.eu-west-1.localhost
                        Content-Encoding: gzip
                        Content-MD5: secret
                        Max-Forwards: 10
                        Server: secret
                        WWW-Authenticate: secret
                        TE: trailers
                        Proxy-Authenticate: secret
                        Upgrade: secret
                        Trailer: secret
                        X-Kept: kept
                        Connection: close

                        """);

        assertThat(response)
                .contains("X-Kept: kept")
                .doesNotContain(
                        "Content-Encoding",
                        "Content-MD5",
                        "Max-Forwards",
                        "WWW-Authenticate",
                        "TE:",
                        "secret")
                .doesNotContain("\r\nX-Amzn-Trace-Id");
    }

    @Test
    void mapsHeadersAsAwsLets() {
        serveMapped("header.Content-MD5", "'mapped'", "header.Expect", "'100-continue'");
        assertThat(gateway.get("rest123456/prod/p").body())
                .contains("Content-MD5: mapped")
                .doesNotContain("Expect");

        serveMapped("header.TE", "'trailers'", "header.Proxy-Authenticate", "'Basic'");
        assertThat(gateway.get("rest123456/prod/p").body())
                .doesNotContain("TE:", "Proxy-Authenticate");

        serveMapped("header.Content-Length", "'0'");
        assertThat(gateway.get("rest123456/prod/p").statusCode()).isEqualTo(500);
        serveMapped("header.transfer-encoding", "'chunked'");
        assertThat(gateway.get("rest123456/prod/p").statusCode()).isEqualTo(500);
        serveMapped("header.x-said", "method.request.querystring.say");
        assertThat(gateway.get("rest123456/prod/p?say=a%0D%0AX-Mine:%201").body())
                .startsWith("GET")
                .doesNotContain("\nX-Mine");
    }

    @Test
    void answers500WhenARestBackendAnswersTooMuch() {
        Backend huge =
                new Backend(
                        request ->
                                request.response().end(Buffer.buffer(new byte[11 * 1024 * 1024])));
        gateway.plans.publish(Plans.rest(Plans.resource("/p", "GET", rest(huge.uri("/"), 30_000))));

        assertThat(gateway.get("rest123456/prod/p").statusCode()).isEqualTo(500);
        huge.close();
    }

    private void serveMapped(String... targetsAndSources) {
        List<RequestParameter> parameters = new ArrayList<>();
        for (int i = 0; i < targetsAndSources.length; i += 2) {
            parameters.add(parameter(targetsAndSources[i], targetsAndSources[i + 1]));
        }
        gateway.plans.publish(
                Plans.rest(
                        Plans.resource(
                                "/p",
                                "GET",
                                new RestIntegration.HttpProxy(
                                        "GET",
                                        new StageText(backend.uri("/")),
                                        parameters,
                                        Duration.ofSeconds(30)))));
    }

    private void proxy(String key, String uri, long timeoutMillis) {
        gateway.plans.publish(
                Plans.http(null, Plans.proxy(key, uri, Duration.ofMillis(timeoutMillis))));
    }

    private static RestIntegration rest(String uri, long timeoutMillis) {
        return new RestIntegration.HttpProxy(
                "GET", new StageText(uri), List.of(), Duration.ofMillis(timeoutMillis));
    }

    private static RequestParameter parameter(String target, String source) {
        return RequestParameter.parse("integration.request." + target, source).orElseThrow();
    }

    /** Responds with what came, in words. */
    static void echo(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            StringBuilder text =
                                    new StringBuilder(
                                            request.method() + " " + request.uri() + '\n');
                            request.headers()
                                    .forEach(
                                            h ->
                                                    text.append(h.getKey())
                                                            .append(": ")
                                                            .append(h.getValue())
                                                            .append('\n'));
                            request.response()
                                    .setStatusCode(207)
                                    .putHeader("X-Backend", "yes")
                                    .putHeader("Server", "echo")
                                    .end(text + "\n" + body);
                        });
    }
}
