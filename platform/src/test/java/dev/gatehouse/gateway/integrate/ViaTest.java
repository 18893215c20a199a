package dev.gatehouse.gateway.integrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.gateway.integrate.HttpBackend.BackendRequest;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.http.tls.SelfSigned;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whom a backend's certificate must be for, where that is said. */
@Tag("node")
final class ViaTest {
    private final Vertx vertx = Vertx.vertx();
    private final SelfSigned certificate =
            SelfSigned.make(
                    "CN=inner.example", Instant.now(), Instant.now().plus(Duration.ofDays(1)));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theNameThatIsSaidIsVerifiedAndTheHostStaysWhatTheRequestSays() {
        int port = backend();
        HttpBackend backend =
                new HttpBackend(
                        new Backends(
                                () ->
                                        vertx.createHttpClient(
                                                new HttpClientOptions()
                                                        .setTrustOptions(
                                                                new PemTrustOptions()
                                                                        .addCertValue(
                                                                                Buffer.buffer(
                                                                                        certificate
                                                                                                .certificatePem())))),
                                new Targets(vertx, AllowedTargets.NONE, Clock.SYSTEM)),
                        1_000);

        assertThat(call(backend, port, "inner.example"))
                .isEqualTo("inner.example as 127.0.0.1:" + port);
        assertThatThrownBy(() -> call(backend, port, "other.example"))
                .isInstanceOf(HttpBackend.UnreachableException.class);
    }

    private int backend() {
        return vertx.createHttpServer(
                        new HttpServerOptions()
                                .setSsl(true)
                                .setSni(true)
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .addCertValue(
                                                        Buffer.buffer(certificate.certificatePem()))
                                                .addKeyValue(Buffer.buffer(certificate.keyPem()))))
                .requestHandler(
                        request ->
                                request.response()
                                        .end(
                                                request.connection().indicatedServerName()
                                                        + " as "
                                                        + request.getHeader("Host")))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private String call(HttpBackend backend, int port, String name) {
        String uri = "https://127.0.0.1:" + port + "/";
        Promise<String> promise = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(
                        _ ->
                                backend.send(
                                                new BackendRequest(
                                                        "GET",
                                                        uri,
                                                        HttpHeaders.headers(),
                                                        Body.NONE,
                                                        _ -> {},
                                                        Duration.ofSeconds(10),
                                                        new Via(URI.create(uri), null, name)))
                                        .compose(ViaTest::text)
                                        .onComplete(promise));
        return promise.future().await();
    }

    private static Future<String> text(HttpBackend.BackendResponse response) {
        return response.body().buffered(1_000).map(Buffer::toString);
    }
}
