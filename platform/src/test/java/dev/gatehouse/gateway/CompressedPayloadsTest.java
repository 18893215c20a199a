package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.Compression;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** "Payload compression for REST APIs in API Gateway". */
@Tag("node")
final class CompressedPayloadsTest {
    private static final String TEXT = "Tom chases Jerry. ".repeat(2_000);

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway = new GatewayServer(function);
    private final Backend backend = new Backend(CompressedPayloadsTest::respond);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @Test
    void aFunctionGetsADecodedBodyBesideTheHeaderThatNamedItsCoding() throws Exception {
        serve(Compression.OFF, Plans.restFunction());

        assertThat(post("gzip", gzip(TEXT)).statusCode()).isEqualTo(200);

        JsonNode event = new ObjectMapper().readTree(function.last().payload().getBytes());
        assertThat(event.path("body").asText()).isEqualTo(TEXT);
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.path("headers").path("Content-Encoding").asText()).isEqualTo("gzip");
    }

    @Test
    void aProxiedBackendGetsADecodedBodyWithoutThatHeader() throws Exception {
        serve(Compression.OFF, proxy(false));

        assertThat(text(post("deflate", deflate(TEXT)))).isEqualTo("null " + TEXT);
        assertThat(text(post("identity", TEXT.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("null " + TEXT);
    }

    @Test
    void rejectsOtherCodingsAndBodiesThatAreNotInTheirs() throws Exception {
        serve(Compression.OFF, proxy(false));
        byte[] cut = gzip(TEXT);

        for (HttpResponse<byte[]> response :
                List.of(
                        post("br", gzip(TEXT)),
                        post("gzip, gzip", gzip(TEXT)),
                        post("gzip", deflate(TEXT)),
                        post("gzip", Arrays.copyOf(cut, cut.length / 2)),
                        post("deflate", TEXT.getBytes(StandardCharsets.UTF_8)))) {
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(text(response)).isEqualTo("{\"message\":\"Unsupported Media Type\"}");
        }
    }

    @Test
    void aBombIsTooLong() throws Exception {
        serve(Compression.OFF, Plans.restFunction());
        byte[] bomb = gzip("0".repeat(64 * 1024 * 1024));
        assertThat(bomb.length).isLessThan(100_000);

        assertThat(post("gzip", bomb).statusCode()).isEqualTo(413);
        assertThat(function.called()).isFalse();
    }

    @Test
    void responsesAreCompressedFromTheirSizeOnInTheCodingThatIsPreferred() throws Exception {
        serve(new Compression(TEXT.length()), proxy(false));

        HttpResponse<byte[]> zipped = get("?text=" + TEXT.length(), "gzip, deflate, br");
        assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(zipped.headers().firstValueAsLong("content-length"))
                .hasValue(zipped.body().length);
        assertThat(unzipped(zipped)).isEqualTo(TEXT);

        HttpResponse<byte[]> deflated =
                get("?chunked=1&text=" + TEXT.length(), "gzip;q=0.5, deflate;q=1.0");
        assertThat(deflated.headers().firstValue("content-encoding")).hasValue("deflate");
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        }

        for (String none : List.of("br, gzip;q=0.9", "*", "identity", "gzip;q=0")) {
            assertPlain(get("?text=" + TEXT.length(), none));
        }
        assertPlain(get("?chunked=1&text=" + (TEXT.length() - 1), "gzip"));
        assertPlain(get("?text=" + (TEXT.length() - 1), "gzip"));
    }

    @Test
    void whatIsCodedStreamsOrIsEmptyStaysAsItIs() throws Exception {
        serve(new Compression(0), proxy(false));
        assertThat(get("?coded=mine&text=10", "gzip").headers().firstValue("content-encoding"))
                .hasValue("mine");
        assertPlain(get("?text=0", "gzip"));

        serve(new Compression(0), proxy(true));
        assertPlain(get("?chunked=1&text=" + TEXT.length(), "gzip"));
    }

    @Test
    void theResponsesOfFunctionsAreCompressedToo() throws Exception {
        serve(new Compression(0), Plans.restFunction());
        function.responses("{\"statusCode\":201,\"body\":\"small\"}");

        HttpResponse<byte[]> response = get("", "gzip");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(unzipped(response)).isEqualTo("small");
    }

    private RestIntegration proxy(boolean streams) {
        return new RestIntegration.HttpProxy(
                "ANY",
                new StageText(backend.uri("/")),
                List.of(),
                null,
                Duration.ofSeconds(5),
                streams,
                Connection.INTERNET);
    }

    private void serve(Compression compression, RestIntegration integration) {
        RestDeployment deployment =
                RestDeployment.of(
                        "dep123",
                        List.of(
                                Plans.resource("/post", "POST", integration),
                                Plans.resource("/get", "GET", integration)),
                        BinaryMediaTypes.NONE,
                        Map.of(),
                        null,
                        compression);
        gateway.plans.publish(
                new RestPlan(
                        Plans.REST,
                        false,
                        Map.of(
                                "prod",
                                new RestStage(
                                        "prod",
                                        Plans.NO_VARIABLES,
                                        null,
                                        "",
                                        deployment,
                                        StageSettings.NONE,
                                        null))));
    }

    private HttpResponse<byte[]> post(String coding, byte[] body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri("post"))
                        .header("Content-Encoding", coding)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> get(String query, String accepted) throws Exception {
        return send(HttpRequest.newBuilder(uri("get" + query)).header("Accept-Encoding", accepted));
    }

    private URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + gateway.port() + "/_aws/execute-api/rest123456/prod/" + path);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertPlain(HttpResponse<byte[]> response) {
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        assertThat(TEXT).startsWith(text(response));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String unzipped(HttpResponse<byte[]> response) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(to)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return to.toByteArray();
    }

    private static byte[] deflate(String text) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(to)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return to.toByteArray();
    }

    /** A text as long as it is asked for, or what came. */
    private static void respond(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            String asked = request.getParam("text");
                            String coded = request.getParam("coded");
                            if (coded != null) {
                                request.response().putHeader("Content-Encoding", coded);
                            }
                            if (request.getParam("chunked") != null) {
                                request.response().setChunked(true);
                            }
                            String text =
                                    asked == null
                                            ? request.getHeader("Content-Encoding") + " " + body
                                            : TEXT.substring(0, Integer.parseInt(asked));
                            if (request.getParam("chunked") != null) {
                                request.response().write(text.substring(0, text.length() / 2));
                                request.response().end(text.substring(text.length() / 2));
                            } else {
                                request.response().end(text);
                            }
                        });
    }
}
