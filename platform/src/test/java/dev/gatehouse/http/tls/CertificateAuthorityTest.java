package dev.gatehouse.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.LoopbackEdge;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority for a few domains, and a server that asks it for certificates. */
@Tag("node")
class CertificateAuthorityTest {
    private static final List<String> DOMAINS = List.of("aws.example", "on.example");

    @TempDir static Path folder;
    private static CertificateAuthority authority;
    private static Vertx vertx;
    private static HttpEdge edge;

    @BeforeAll
    static void open() throws Exception {
        authority = CertificateAuthority.in(folder.resolve("ca"), DOMAINS, Clock.SYSTEM);
        vertx = Vertx.vertx();
        edge =
                HttpEdge.listenSecurely(
                                vertx,
                                LoopbackEdge.anyPort(),
                                _ -> request -> request.response().end(request.scheme()),
                                new HostKeys(authority))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(120, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    @Test
    void isTheSameAfterARestart() {
        CertificateAuthority again =
                CertificateAuthority.in(folder.resolve("ca"), DOMAINS, Clock.SYSTEM);
        assertThat(again.certificate()).isEqualTo(authority.certificate());
    }

    @Test
    void isMadeAnewForOtherDomains() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String file : List.of("key.pem", "certificate.pem")) {
            Files.copy(folder.resolve("ca").resolve(file), copy.resolve(file));
        }
        CertificateAuthority other =
                CertificateAuthority.in(copy, List.of("other.example"), Clock.SYSTEM);
        assertThat(other.certificate()).isNotEqualTo(authority.certificate());
    }

    @Test
    void keepsItsKeyToItself() throws IOException {
        Path key = folder.resolve("ca").resolve("key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void vouchesForHostsOfItsDomainsOnly() throws Exception {
        validate(authority.issue("a.b.on.example"));

        Identity beyond = authority.issue("bank.example");
        assertThatThrownBy(() -> validate(beyond))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("name constraints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.example",
                "sts.aws.example",
                "my-bucket.with.dots.s3.us-east-1.aws.example",
                "URL.lambda.on.example"
            })
    void aServerShowsACertificateForTheHostThatIsAskedFor(String host) throws Exception {
        try (SSLSocket socket = connect(host)) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectAlternativeNames())
                    .containsExactly(List.of(2, host.toLowerCase(Locale.ROOT)));
            // An RSA pair for each host name would cost the node a hundred times as much.
            assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo("EC");
        }
    }

    @Test
    void aClientThatWantsAnotherHostIsNotFooled() throws Exception {
        try (SSLSocket socket = connect("bank.example")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static void validate(Identity identity) throws GeneralSecurityException {
        // The JDK looks at no constraints of an anchor: the key is the anchor here, and the
        // authority's certificate a step on the way.
        X509Certificate own = authority.certificate();
        TrustAnchor anchor =
                new TrustAnchor(own.getSubjectX500Principal(), own.getPublicKey(), null);
        PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(identity.chain()),
                        parameters);
    }

    private static SSLSocket connect(String host) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = new Socket("127.0.0.1", edge.port());
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }
}
