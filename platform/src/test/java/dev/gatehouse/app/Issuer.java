package dev.gatehouse.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.http.tls.HostKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** An issuer of tokens on this machine, with an OpenID configuration, and a user pool's keys. */
final class Issuer implements AutoCloseable {
    private final String prefix;
    private final HttpServer server;
    private final List<RSAKey> keys = new ArrayList<>();
    private final ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    final AtomicInteger fetches = new AtomicInteger();
    volatile boolean dead;

    /** By the paths of their keys, those that are served in another way than as they are. */
    final Map<String, HttpHandler> others = new ConcurrentHashMap<>();

    Issuer() throws IOException, JOSEException {
        this("http://127.0.0.1:", HttpServer.create(new InetSocketAddress(0), 0));
    }

    private Issuer(String prefix, HttpServer server) throws JOSEException {
        this.prefix = prefix;
        this.server = server;
        rotate("one");
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    fetches.incrementAndGet();
                    HttpHandler other = others.get(path);
                    if (other != null) {
                        other.handle(exchange);
                        return;
                    }
                    String body =
                            path.endsWith("openid-configuration")
                                    ? "{\"jwks_uri\": \"" + url() + base(path) + "/keys\"}"
                                    : keySet();
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(dead ? 503 : 200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    /** One whose host an authority of this machine vouches for. */
    static Issuer overTls(CertificateAuthority authority)
            throws IOException, GeneralSecurityException, JOSEException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new HostKeys(authority)}, null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Issuer("https://localhost:", server);
    }

    String url() {
        return prefix + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static String base(String path) {
        return path.replace("/.well-known/openid-configuration", "");
    }

    String keySet() {
        List<JWK> all = new ArrayList<>(keys);
        all.add(curve);
        return new JWKSet(all).toString();
    }

    /** Has another key beside those before. */
    void rotate(String id) throws JOSEException {
        keys.add(new RSAKeyGenerator(2048).keyID(id).generate());
    }

    RSAKey key() {
        return keys.getLast();
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> with) throws JOSEException {
        return signed(key(), key().getKeyID(), with);
    }

    /** A token that the issuer's key on an elliptic curve has signed. */
    String onACurve(UnaryOperator<JWTClaimsSet.Builder> with) throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(),
                        with.apply(claims()).build());
        token.sign(new ECDSASigner(curve));
        return token.serialize();
    }

    String signed(RSAKey key, String keyId, UnaryOperator<JWTClaimsSet.Builder> with)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
                        with.apply(claims()).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /** What somebody makes who takes a public key for a secret. */
    String confused() throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key().getKeyID()).build(),
                        claims().build());
        token.sign(new MACSigner(key().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience("app")
                .subject("ann")
                .claim("groups", List.of("a", "b"))
                .claim("level", 3)
                .claim("admin", true)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
