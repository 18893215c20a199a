package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.http.tls.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.GenerateClientCertificateResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** What APIs ask of the certificates of their backends, and show them. */
@Tag("node")
final class BackendTlsTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";

    private final Vertx vertx = Vertx.vertx();
    private ApiGatewayNode node;
    private RestMethodFixture method;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
        method = new RestMethodFixture(node);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        vertx.close().await();
    }

    @Test
    void anAuthorityThatIsTrustedMustVouchForABackendUnlessSaidOtherwise() throws Exception {
        int port = backend(certificate("CN=localhost", Duration.ofDays(1)), null);

        call(port, "localhost", false);
        assertThat(method.get("").statusCode()).isEqualTo(504);

        call(port, "localhost", true);
        assertThat(method.get("").body()).isEqualTo("nobody");
    }

    @Test
    void theHostAndTheDatesOfACertificateCountAllTheSame() throws Exception {
        int other = backend(certificate("CN=other.example", Duration.ofDays(1)), null);
        call(other, "localhost", true);
        assertThat(method.get("").statusCode()).isEqualTo(504);

        int expired = backend(certificate("CN=localhost", Duration.ofDays(-1)), null);
        call(expired, "localhost", true);
        assertThat(method.get("").statusCode()).isEqualTo(504);
    }

    @Test
    void aStageShowsItsClientCertificate() throws Exception {
        GenerateClientCertificateResponse made =
                node.rest.generateClientCertificate(of -> of.description("mine"));
        X509Certificate certificate = read(made.pemEncodedCertificate());
        assertThat(certificate.getSubjectX500Principal())
                .isEqualTo(certificate.getIssuerX500Principal());
        assertThat(Duration.between(made.createdDate(), made.expirationDate()))
                .isEqualTo(Duration.ofDays(365));
        int port =
                backend(
                        certificate("CN=localhost", Duration.ofDays(1)),
                        made.pemEncodedCertificate());

        call(port, "localhost", true);
        assertThat(method.get("").statusCode()).isEqualTo(504);

        stage(made.clientCertificateId());
        HttpResponse<String> response = method.get("");
        assertThat(response.body()).contains("CN=ApiGateway");
        assertThatThrownBy(() -> delete(made.clientCertificateId()))
                .isInstanceOf(BadRequestException.class);
        stage("");
        assertThat(method.get("").statusCode()).isEqualTo(504);
        delete(made.clientCertificateId());
    }

    @Test
    void aStageOfAWebSocketApiShowsItsClientCertificateToo(@TempDir Path folder) throws Exception {
        GenerateClientCertificateResponse made = node.rest.generateClientCertificate(of -> {});
        SelfSigned own = certificate("CN=localhost", Duration.ofDays(1));
        int port = backend(own, made.pemEncodedCertificate());
        String path =
                node.webSocketApi(
                        "tls",
                        List.of("$default"),
                        of ->
                                of.integrationType("HTTP_PROXY")
                                        .integrationMethod("POST")
                                        .integrationUri("https://localhost:" + port + "/"));
        String api = path.split("/", -1)[3];
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("ws://" + node.endpoint().getAuthority() + path);
        String before = System.getProperty(TRUSTED, "");
        System.setProperty(TRUSTED, trusting(own, folder).toString());
        try {
            SocketClient socket = SocketClient.connect(client, uri);
            assertThat(socket.send("x").next()).contains("Internal server error");
            node.http.updateStage(
                    of ->
                            of.apiId(api)
                                    .stageName("v1")
                                    .clientCertificateId(made.clientCertificateId()));
            assertThat(socket.send("x").next()).contains("CN=ApiGateway");
            socket.close(1000, "");
        } finally {
            if (before.isEmpty()) {
                System.clearProperty(TRUSTED);
            } else {
                System.setProperty(TRUSTED, before);
            }
        }
    }

    /** What the JDK trusts, and one more certificate. */
    private static Path trusting(SelfSigned own, Path folder) throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        char[] password = "changeit".toCharArray();
        KeyStore all = KeyStore.getInstance(jdk.toFile(), password);
        all.setCertificateEntry("backend", read(own.certificatePem()));
        Path file = folder.resolve("trusted");
        try (OutputStream out = Files.newOutputStream(file)) {
            all.store(out, password);
        }
        return file;
    }

    @Test
    void aClientCertificateIsFoundChangedAndListed() {
        String id =
                node.rest
                        .generateClientCertificate(of -> of.description("a"))
                        .clientCertificateId();
        node.rest.updateClientCertificate(
                of -> of.clientCertificateId(id).patchOperations(replace("/description", "b")));
        assertThat(node.rest.getClientCertificates(of -> {}).items())
                .singleElement()
                .satisfies(one -> assertThat(one.description()).isEqualTo("b"));
        delete(id);
        call(1, "localhost", false);
        assertThatThrownBy(() -> node.rest.getClientCertificate(of -> of.clientCertificateId(id)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> stage(id)).isInstanceOf(NotFoundException.class);
    }

    private void delete(String id) {
        node.rest.deleteClientCertificate(of -> of.clientCertificateId(id));
    }

    /** Sets the certificate of the stage, which is there after this at the latest. */
    private void stage(String certificate) {
        node.rest.createDeployment(of -> of.restApiId(method.api()).stageName("v1"));
        node.rest.updateStage(
                of ->
                        of.restApiId(method.api())
                                .stageName("v1")
                                .patchOperations(replace("/clientCertificateId", certificate)));
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private void call(int port, String host, boolean insecure) {
        method.integrate(
                of ->
                        of.type(IntegrationType.HTTP_PROXY)
                                .integrationHttpMethod("GET")
                                .uri("https://%s:%d/".formatted(host, port))
                                .tlsConfig(tls -> tls.insecureSkipVerification(insecure)));
    }

    private static SelfSigned certificate(String subject, Duration left) {
        Instant until = Instant.now().plus(left);
        return SelfSigned.make(subject, until.minus(Duration.ofDays(30)), until);
    }

    /** A backend that says whose certificate it was shown; it may insist on one. */
    private int backend(SelfSigned own, @Nullable String clients) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(own.certificatePem()))
                                        .addKeyValue(Buffer.buffer(own.keyPem())));
        if (clients != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clients)));
        }
        HttpServer server =
                vertx.createHttpServer(options)
                        .requestHandler(request -> request.response().end(client(request)))
                        .listen(0, "localhost")
                        .await();
        return server.actualPort();
    }

    private static String client(HttpServerRequest request) {
        try {
            X509Certificate certificate =
                    (X509Certificate) request.connection().sslSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException nobody) {
            return "nobody";
        }
    }

    private static X509Certificate read(String pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }
}
