package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.wire.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class NeighboursTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static HttpServer neighbour;
    private static Node node;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        neighbour = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        neighbour.createContext(
                "/",
                exchange -> {
                    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    byte[] response =
                            (target + " " + new String(body, StandardCharsets.UTF_8)).getBytes();
                    exchange.getResponseHeaders()
                            .set("x-neighbour", exchange.getRequestURI().toString());
                    exchange.sendResponseHeaders(202, response.length);
                    exchange.getResponseBody().write(response);
                    exchange.close();
                });
        neighbour.start();
        Map<String, String> settings =
                Map.of(
                        "data",
                        data.toString(),
                        "port",
                        "0",
                        "sandbox",
                        "process-as-root",
                        "endpoint.sqs",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.s3",
                        "http://127.0.0.1:" + neighbour.getAddress().getPort(),
                        "endpoint.dynamodb",
                        "http://127.0.0.1:1");
        node = Node.start(Config.of(new Settings(settings)));
    }

    @AfterAll
    static void stop() {
        node.close();
        neighbour.stop(0);
    }

    @Test
    void aSignedRequestGoesOnAsItCame() throws Exception {
        HttpResponse<String> response = send("sqs", "/q?a=b%2Fc", "hello");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-neighbour")).hasValue("/q?a=b%2Fc");
        assertThat(response.body()).isEqualTo("Some.Target hello");
    }

    @Test
    void aSignedLinkGoesOn() throws Exception {
        String link =
                "/k?X-Amz-Credential=test%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + link))
                        .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-neighbour")).hasValue(link);
    }

    @Test
    void anUnsignedRequestToOneOfTheServicesHostsGoesOn() throws IOException {
        assertThat(statusOf("bucket.s3.us-east-1.amazonaws.com")).startsWith("HTTP/1.1 202 ");
        assertThat(statusOf("sqs.amazonaws.com")).startsWith("HTTP/1.1 202 ");
        assertThat(statusOf("sns.us-east-1.amazonaws.com")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aNeighbourThatIsDownIsNamed() throws Exception {
        HttpResponse<String> response = send("dynamodb", "/", "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .contains("The configured endpoint http://127.0.0.1:1 does not respond");
    }

    @Test
    void whatTheNodeServesWholeCannotBePutElsewhere() {
        Set<String> inPart = Set.of("events", "kms", "s3", "scheduler", "secretsmanager", "xray");
        for (Service service : node.services()) {
            String name = service.model().signingName();
            Settings settings = new Settings(Map.of("endpoint." + name, "http://127.0.0.1:1"));
            if (!inPart.contains(name)) {
                assertThatThrownBy(() -> Config.of(settings))
                        .isInstanceOf(SettingsException.class)
                        .hasMessage(
                                "endpoint.%s: the node serves %s itself; leave this setting out"
                                        .formatted(name, name));
            }
        }
    }

    private static String statusOf(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            String request = "GET /k HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.formatted(host).getBytes());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpResponse<String> send(String service, String target, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + target))
                        .header("x-amz-target", "Some.Target")
                        .header("content-type", "application/x-amz-json-1.1")
                        .header(
                                "authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                                        .formatted(service))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
