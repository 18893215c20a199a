package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import dev.gatehouse.proxy.RequestIds;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The events functions get, against golden files and against what was recorded from AWS. */
@Tag("node")
final class EventShapeTest {
    private static final String REST_HOST = "rest123456.execute-api.eu-west-1.amazonaws.com";
    private static final String HTTP_HOST = "http123456.execute-api.eu-west-1.amazonaws.com";

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function,
                    Plans.rest(
                            new BinaryMediaTypes(List.of("image/*")),
                            Map.of(),
                            Plans.resource("/{proxy+}", "ANY", Plans.restFunction()),
                            Plans.resource("/hardcoded", "ANY", Plans.restFunction())),
                    Plans.http(
                            null,
                            Plans.route("$default", PayloadFormat.V2),
                            Plans.route("GET /pets/{id}", PayloadFormat.V2),
                            Plans.route("ANY /old/{proxy+}", PayloadFormat.V1)));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void givesARestEventWithEveryMember() {
        gateway.raw(
                """
                POST /prod/pets/a%20b/?x=1&x=2&y=a+b%2Bc&z HTTP/1.1
                host: rest123456.execute-api.eu-west-1.amazonaws.com:4566
                user-agent: raw/1
                authorization: Bearer t
                tEsT-HEADeR: aValUE
                Accept: text/html
                accept: application/json
                Cookie: a=1; b=2
                X-Forwarded-For: 203.0.113.7
                Content-Type: application/json
                Content-Length: 10
                Connection: close

                {"a":"\u00fc"}\
                """);

        Golden.assertSame(function.last().payload(), "rest-event.json");
    }

    @Test
    void givesNullForWhatARestRequestHasNot() {
        gateway.rawGet(REST_HOST, "/prod/hardcoded");

        Golden.assertSame(function.last().payload(), "rest-event-bare.json");
    }

    @Test
    void givesAnHttpEventInFormatTwo() {
        gateway.raw(
                """
                GET /test/pets/a%20b?x=1&x=2&y=a+b%2Bc&z HTTP/1.1
                Host: http123456.execute-api.eu-west-1.amazonaws.com:4566
                User-Agent: raw/1
                X-Many: one
                x-many: two
                Cookie: a=1; b=2
                Connection: close

                """);

        Golden.assertSame(function.last().payload(), "http-event-v2.json");
    }

    @Test
    void leavesOutWhatAnHttpRequestHasNot() {
        gateway.rawGet(HTTP_HOST, "/");

        Golden.assertSame(function.last().payload(), "http-event-v2-bare.json");
    }

    @Test
    void givesAnHttpEventInFormatOne() {
        gateway.rawGet(HTTP_HOST, "/test/old/a%2Fb?x=1&x=2", "X-Many: one", "X-Many: two");

        Golden.assertSame(function.last().payload(), "http-event-v1.json");
    }

    /** Recorded from AWS: path, path parameter and the context's path of REST APIs. */
    @Test
    void keepsTheSlashesOfARestPathAsRecorded() {
        assertRestPath("/prod/proxy-value", "/proxy-value", "proxy-value", "/prod/proxy-value");
        assertRestPath("/prod/proxy-value/", "/proxy-value/", "proxy-value", "/prod/proxy-value/");
        assertRestPath("/prod/p//q", "/p//q", "p//q", "/prod/p//q");
        assertRestPath("//prod/p", "/p", "p", "/prod/p");
        assertRestPath("/prod//p", "/p", "p", "/prod//p");
        assertRestPath(
                "/prod/test%2Balias@gmail.com/test+alias@gmail.com",
                "/test%2Balias@gmail.com/test+alias@gmail.com",
                "test%2Balias@gmail.com/test+alias@gmail.com",
                "/prod/test%2Balias@gmail.com/test+alias@gmail.com");
    }

    @Test
    void decodesTheQueryOfARestRequestAsRecorded() {
        gateway.rawGet(
                REST_HOST,
                "/prod/api?at=2023-06-12T18:05:10.1+00:00&email=test%2Balias@gmail.com&url=https://a/");

        JsonNode query = Golden.tree(function.last().payload()).path("queryStringParameters");

        assertThat(query.path("at").asText()).isEqualTo("2023-06-12T18:05:10.1 00:00");
        assertThat(query.path("email").asText()).isEqualTo("test+alias@gmail.com");
        assertThat(query.path("url").asText()).isEqualTo("https://a/");
    }

    @Test
    void routesAnHttpApiOnTheDecodedPath() {
        gateway.rawGet(HTTP_HOST, "/pets/a%20b+c%C3%BC");
        JsonNode event = Golden.tree(function.last().payload());
        assertThat(event.path("rawPath").asText()).isEqualTo("/pets/a b+c\u00fc");
        assertThat(event.path("pathParameters").path("id").asText()).isEqualTo("a b+c\u00fc");

        gateway.rawGet(HTTP_HOST, "/pets/a%2Fb");
        assertThat(Golden.tree(function.last().payload()).path("routeKey").asText())
                .isEqualTo("$default");
    }

    @Test
    void encodesABinaryBodyInBase64() {
        byte[] bytes = {0, (byte) 0xff, 'a'};
        post("rest123456/prod/x", "image/png", bytes);
        assertBody(true, "AP9h");
        post("http123456/x", "text/plain", bytes);
        assertBody(true, "AP9h");
        post("http123456/x", "application/octet-stream", "abc".getBytes(StandardCharsets.UTF_8));
        assertBody(true, "YWJj");
    }

    /** As on AWS, where an upload needs a binary media type to arrive unharmed. */
    @Test
    void takesARestBodyOutsideTheBinaryMediaTypesForText() {
        byte[] bytes = {0x50, 0x4b, 0, (byte) 0xff, 'a'};

        post("rest123456/prod/x", "application/zip", bytes);

        assertBody(false, "PK\u0000\ufffda");
    }

    @Test
    void leavesATextBodyAsItIs() {
        byte[] text = "tab\there \"quoted\" \u00fc \ufffd \u0001".getBytes(StandardCharsets.UTF_8);
        post("rest123456/prod/x", "text/plain", text);
        assertBody(false, "tab\there \"quoted\" \u00fc \ufffd \u0001");
        post("http123456/x", "application/json; charset=utf-8", text);
        assertBody(false, "tab\there \"quoted\" \u00fc \ufffd \u0001");
    }

    @Test
    void keepsTheTraceOfACallerThatHasOne() {
        gateway.rawGet(
                REST_HOST, "/prod/x", "X-Amzn-Trace-Id: Root=1-6920a1b2-0123456789abcdef01234567");

        assertThat(function.last().traceHeader())
                .startsWith("Root=1-6920a1b2-0123456789abcdef01234567;Parent=");
        gateway.rawGet(
                REST_HOST,
                "/prod/x",
                "X-Amzn-Trace-Id:"
                    + " Root=1-6920a1b2-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1");
        assertThat(function.last().traceHeader())
                .startsWith(
                        "Root=1-6920a1b2-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:");
    }

    @Test
    void makesATraceForACallerThatHasNone() {
        gateway.rawGet(REST_HOST, "/prod/x");

        assertThat(function.last().traceHeader()).matches("Root=1-6b01967a-[0-9a-f]{24};Parent=.*");
    }

    private void assertRestPath(String target, String path, String proxy, String contextPath) {
        gateway.rawGet(REST_HOST, target);
        JsonNode event = Golden.tree(function.last().payload());
        assertThat(event.path("path").asText()).isEqualTo(path);
        assertThat(event.path("pathParameters").path("proxy").asText()).isEqualTo(proxy);
        assertThat(event.path("requestContext").path("path").asText()).isEqualTo(contextPath);
    }

    private void post(String path, String type, byte[] body) {
        gateway.send(
                gateway.request(path, "Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private void assertBody(boolean base64, String body) {
        JsonNode event = Golden.tree(function.last().payload());
        assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(base64);
        assertThat(event.path("body").asText()).isEqualTo(body);
    }

    @Test
    void idsOfRequestsAreSafeInUrls() {
        for (int i = 0; i < 200; i++) {
            assertThat(RequestIds.next(null, 0).extendedRequestId()).matches("[A-Za-z0-9_-]{15}=");
        }
    }
}
