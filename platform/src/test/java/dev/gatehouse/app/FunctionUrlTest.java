package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.lambda.code.Zips;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/** Function URLs as clients of AWS and browsers see them; bodies and errors recorded from AWS. */
@Tag("sandbox")
final class FunctionUrlTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORBIDDEN =
            "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues, see:"
                    + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}";

    private static final String WEB =
            """
            import base64
            def handler(event, context):
                path = event["rawPath"]
                if path == "/full":
                    return {"statusCode": 201, "headers": {"X-A": "b", "Date": "then"},
                            "cookies": ["a=1", "b=2; Path=/"],
                            "body": base64.b64encode(b"\\x00\\x01").decode(), "isBase64Encoded": True}
                if path == "/fail": raise ValueError("no")
                if path == "/text": return "hello"
                if path == "/malformed": return {"statusCode": "x"}
                if path == "/body": return {"statusCode": 200, "body": "body123"}
                event["aws_request_id"] = context.aws_request_id
                return event
            """;

    private static final String STREAMS =
            """
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              const path = event.rawPath;
              if (path === "/early") throw new RangeError("early");
              if (path === "/plain") { stream.write("plain"); stream.end(); return; }
              stream = awslambda.HttpResponseStream.from(stream, {
                statusCode: 202, headers: {"x-a": "b", "content-length": "3"}, cookies: ["a=1"]});
              stream.write("first,");
              if (path === "/middle") throw new RangeError("in the middle");
              if (path === "/much") {
                const chunk = Buffer.alloc(1 << 20, "x");
                for (let i = 0; i < 20; i++) {
                  if (!stream.write(chunk)) await new Promise(done => stream.once("drain", done));
                }
              }
              stream.write("second");
              stream.end();
            });
            """;

    @TempDir static Path data;
    private static Node node;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        node = LiveNode.start(data, Map.of("stream-rate", "20"));
        lambda = LiveNode.of(node).lambda();
        String role = LiveNode.of(node).role("urls");
        LiveNode.of(node).python(lambda, "web", role, WEB);
        LiveNode.of(node).python(lambda, "closed", role, WEB);
        lambda.createFunction(
                r ->
                        r.functionName("streams")
                                .runtime("nodejs22.x")
                                .handler("app.handler")
                                .role(role)
                                .timeout(20)
                                .code(
                                        c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                Zips.of("app.js", STREAMS)))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("streams"));
        open("web", null);
        open("streams", null);
    }

    @AfterAll
    static void stop() {
        lambda.close();
        node.close();
    }

    private static void open(String function, String qualifier) {
        lambda.addPermission(
                r ->
                        r.functionName(function)
                                .qualifier(qualifier)
                                .statementId("url")
                                .action("lambda:InvokeFunctionUrl")
                                .principal("*")
                                .functionUrlAuthType(FunctionUrlAuthType.NONE));
        lambda.addPermission(
                r ->
                        r.functionName(function)
                                .qualifier(qualifier)
                                .statementId("invoke")
                                .action("lambda:InvokeFunction")
                                .principal("*")
                                .invokedViaFunctionUrl(true));
    }

    /** The host of a function's URL, which is made when it is not there. */
    private static String host(String function, InvokeMode mode) {
        String url;
        try {
            url =
                    lambda.createFunctionUrlConfig(
                                    r ->
                                            r.functionName(function)
                                                    .authType(FunctionUrlAuthType.NONE)
                                                    .invokeMode(mode))
                            .functionUrl();
        } catch (ResourceConflictException there) {
            url = lambda.getFunctionUrlConfig(r -> r.functionName(function)).functionUrl();
        }
        return URI.create(url).getHost();
    }

    private static String send(String host, String head, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            String[] lines = head.split("\n", 2);
            String request =
                    lines[0]
                            + " HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n"
                            + (lines.length == 1 ? "" : lines[1].replace("\n", "\r\n") + "\r\n")
                            + "\r\n"
                            + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void anEventIsOfFormat2() throws Exception {
        String host = host("web", InvokeMode.BUFFERED);

        String response =
                send(
                        host,
                        "POST /pa2%Fth/1?q=a&q=b%20c\n"
                                + "Cookie: x=1; y=2\n"
                                + "Content-Type: text/plain\n"
                                + "X-Two: 1\n"
                                + "X-Two: 2",
                        "text");

        JsonNode event = JSON.readTree(body(response));
        assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("$default");
        assertThat(event.path("rawPath").asText()).isEqualTo("/pa2%Fth/1");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("q=a&q=b%20c");
        assertThat(event.path("queryStringParameters").path("q").asText()).isEqualTo("a,b c");
        assertThat(event.path("cookies").toString()).isEqualTo("[\"x=1\",\"y=2\"]");
        assertThat(event.path("headers").path("x-two").asText()).isEqualTo("1,2");
        assertThat(event.path("headers").path("host").asText()).isEqualTo(host);
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("body").asText()).isEqualTo("text");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.has("pathParameters")).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("accountId").asText()).isEqualTo("anonymous");
        assertThat(context.path("apiId").asText()).isEqualTo(host.substring(0, 32));
        assertThat(context.path("domainName").asText()).isEqualTo(host);
        assertThat(context.path("domainPrefix").asText()).isEqualTo(host.substring(0, 32));
        assertThat(context.path("http").path("path").asText()).isEqualTo("/pa2%Fth/1");
        assertThat(context.path("stage").asText()).isEqualTo("$default");
        assertThat(context.path("requestId").asText())
                .isEqualTo(event.path("aws_request_id").asText());
        assertThat(response)
                .contains("x-amzn-RequestId: " + context.path("requestId").asText())
                .containsPattern("X-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=");
    }

    @Test
    void responsesAreOfFormat2() throws Exception {
        String host = host("web", InvokeMode.BUFFERED);

        assertThat(send(host, "GET /full", ""))
                .startsWith("HTTP/1.1 201 Created\r\n")
                .contains(
                        "X-A: b\r\n",
                        "x-amzn-Remapped-Date: then\r\n",
                        "Set-Cookie: a=1\r\n",
                        "Set-Cookie: b=2; Path=/\r\n",
                        "Content-Type: application/json\r\n")
                .endsWith("\r\n\r\n\0\1");
        assertThat(send(host, "GET /text", ""))
                .contains("Content-Type: application/json\r\n")
                .endsWith("\r\n\r\nhello");
        assertThat(send(host, "GET /body", ""))
                .contains("Content-Type: application/json\r\n")
                .endsWith("\r\n\r\nbody123");
        for (String broken : List.of("/fail", "/malformed")) {
            assertThat(send(host, "GET " + broken, ""))
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .endsWith("\r\n\r\nInternal Server Error");
        }
    }

    @Test
    void aUrlIsServedInItsRegionInAnyCasingAndOnLocalhost() throws Exception {
        String host = host("web", InvokeMode.BUFFERED);
        assertThat(send(host.toUpperCase(Locale.ROOT), "GET /text", "")).endsWith("hello");
        assertThat(send(host.replace(".on.aws", ".localhost:4566"), "GET /text", ""))
                .endsWith("hello");
        assertThat(send(host.replace("us-east-1", "eu-west-1"), "GET /text", ""))
                .endsWith("{\"Message\":null}");
    }

    @Test
    void aRequestThatIsTooLargeIsRejectedByItsHead() throws Exception {
        String host = host("web", InvokeMode.BUFFERED);
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.getOutputStream()
                    .write(
                            "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 6291457\r\n\r\n"
                                    .formatted(host)
                                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] response = new byte[2048];
            int length = socket.getInputStream().read(response);
            assertThat(new String(response, 0, length, StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
                    .contains("Request must be smaller than 6291456 bytes");
        }
    }

    @Test
    void bothPermissionsAreNeeded() throws Exception {
        String host = host("closed", InvokeMode.BUFFERED);
        assertThat(send(host, "GET /text", ""))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("x-amzn-ErrorType: AccessDeniedException\r\n")
                .endsWith(FORBIDDEN);

        lambda.addPermission(
                r ->
                        r.functionName("closed")
                                .statementId("url")
                                .action("lambda:InvokeFunctionUrl")
                                .principal("*")
                                .functionUrlAuthType(FunctionUrlAuthType.NONE));
        assertThat(send(host, "GET /text", "")).startsWith("HTTP/1.1 403 Forbidden\r\n");

        lambda.addPermission(
                r ->
                        r.functionName("closed")
                                .statementId("invoke")
                                .action("lambda:InvokeFunction")
                                .principal("*")
                                .invokedViaFunctionUrl(true));
        assertThat(send(host, "GET /text", "")).endsWith("\r\n\r\nhello");

        lambda.putFunctionConcurrency(
                r -> r.functionName("closed").reservedConcurrentExecutions(0));
        assertThat(send(host, "GET /text", ""))
                .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                .contains("x-amzn-ErrorType: TooManyRequestsException\r\n")
                .contains("\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"")
                .contains("\"message\":\"Rate Exceeded.\"");
        lambda.deleteFunctionConcurrency(r -> r.functionName("closed"));

        lambda.updateFunctionUrlConfig(
                r -> r.functionName("closed").authType(FunctionUrlAuthType.AWS_IAM));
        assertThat(send(host, "GET /text", "")).endsWith(FORBIDDEN);
        JsonNode context = JSON.readTree(body(signed(host, "a body"))).path("requestContext");
        assertThat(context.path("authorizer").path("iam").path("userArn").asText())
                .isEqualTo("arn:aws:iam::000000000000:root");
        assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(signed(host, "another"))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("x-amzn-ErrorType: InvalidSignatureException\r\n");
    }

    /** A request whose signature is that of {@code a body}. */
    private static String signed(String host, String sent) throws IOException {
        StringBuilder head = new StringBuilder("POST /event");
        SignedApiCalls.headers(
                        AwsBasicCredentials.create("test", "test"),
                        "lambda",
                        "POST",
                        URI.create("http://" + host + "/event"),
                        "a body")
                .forEach(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("host")
                                    && !name.equalsIgnoreCase("content-length")) {
                                values.forEach(v -> head.append("\n" + name + ": " + v));
                            }
                        });
        return send(host, head.toString(), sent);
    }

    @Test
    void anAliasHasAUrlOfItsOwnWhichStaysWithoutIt() throws Exception {
        String version = lambda.publishVersion(r -> r.functionName("web")).version();
        lambda.createAlias(r -> r.functionName("web").name("live").functionVersion(version));
        open("web", "live");
        CreateFunctionUrlConfigResponse created =
                lambda.createFunctionUrlConfig(
                        r ->
                                r.functionName("web")
                                        .qualifier("live")
                                        .authType(FunctionUrlAuthType.NONE));
        String host = URI.create(created.functionUrl()).getHost();

        assertThat(created.functionArn()).endsWith(":function:web:live");
        assertThat(send(host, "GET /text", "")).endsWith("\r\n\r\nhello");
        host("web", InvokeMode.BUFFERED);
        assertThat(lambda.listFunctionUrlConfigs(r -> r.functionName("web")).functionUrlConfigs())
                .extracting(url -> url.functionArn().substring(url.functionArn().indexOf("web")))
                .containsExactly("web", "web:live");

        lambda.deleteAlias(r -> r.functionName("web").name("live"));
        assertThat(send(host, "GET /text", "")).endsWith(FORBIDDEN);

        lambda.deleteFunctionUrlConfig(r -> r.functionName("web").qualifier("live"));
        assertThat(send(host, "GET /text", ""))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("x-amzn-ErrorType: AccessDeniedException\r\n")
                .endsWith("{\"Message\":null}");
    }

    @Test
    void aStreamBeginsWithItsPrelude() throws Exception {
        String host = host("streams", InvokeMode.RESPONSE_STREAM);

        assertThat(send(host, "GET /", ""))
                .startsWith("HTTP/1.1 202 Accepted\r\n")
                .contains("x-a: b\r\n", "Set-Cookie: a=1\r\n", "chunked\r\n")
                .contains("x-amzn-Remapped-content-length: 3\r\n")
                .contains("Content-Type: application/octet-stream\r\n")
                .containsPattern("\r\n\r\n[6c]\r\nfirst,(\r\n6\r\n)?second\r\n0\r\n\r\n$");
        assertThat(send(host, "GET /plain", ""))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: application/octet-stream\r\n", "5\r\nplain\r\n");
        assertThat(send(host, "GET /early", ""))
                .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                .endsWith("Internal Server Error");
        assertThat(send(host, "GET /middle", "")).contains("first,").doesNotEndWith("0\r\n\r\n");
        long begun = System.nanoTime();
        assertThat(send(host, "GET /much", "")).hasSizeGreaterThan(20 << 20).endsWith("0\r\n\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("14 MB behind the first 6, at 20 a second")
                .isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void aClientThatLeavesEndsNothingElse() throws Exception {
        String host = host("streams", InvokeMode.RESPONSE_STREAM);
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket("127.0.0.1", node.port())) {
                socket.getOutputStream()
                        .write(
                                "GET /much HTTP/1.1\r\nHost: %s\r\n\r\n"
                                        .formatted(host)
                                        .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }

        assertThat(send(host, "GET /much", "")).endsWith("0\r\n\r\n");
    }

    @Test
    void browsersGetItsRules() throws Exception {
        String host = host("web", InvokeMode.BUFFERED);
        lambda.updateFunctionUrlConfig(
                r ->
                        r.functionName("web")
                                .cors(
                                        c ->
                                                c.allowOrigins("https://a.example")
                                                        .allowMethods("GET")
                                                        .allowHeaders("x-a")
                                                        .maxAge(7)));

        assertThat(
                        send(
                                host,
                                "OPTIONS /x\n"
                                        + "Origin: https://a.example\n"
                                        + "Access-Control-Request-Method: GET",
                                ""))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains(
                        "access-control-allow-origin: https://a.example\r\n",
                        "access-control-allow-methods: GET\r\n",
                        "access-control-max-age: 7\r\n",
                        "Content-Length: 0\r\n");
        assertThat(send(host, "GET /text\nOrigin: https://a.example", ""))
                .contains("access-control-allow-origin: https://a.example\r\n")
                .endsWith("hello");
        assertThat(send(host, "GET /text\nOrigin: https://b.example", ""))
                .doesNotContain("access-control-allow-origin");
        lambda.updateFunctionUrlConfig(r -> r.functionName("web").cors(c -> {}));
    }
}
