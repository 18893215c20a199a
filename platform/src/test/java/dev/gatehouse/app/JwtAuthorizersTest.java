package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** JWT authorizers of HTTP APIs, with a real issuer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class JwtAuthorizersTest {
    private TokenApis kit;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        kit = new TokenApis(data);
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void aTokensClaimsAreTextInTheEvent() throws Exception {
        String api = httpApi(kit.issuer.url());

        JsonNode jwt =
                TokenApis.context(kit.get(api, "/x", "Bearer " + kit.issuer.token(TokenApis.PLAIN)))
                        .path("authorizer")
                        .path("jwt");

        assertThat(jwt.path("claims").path("sub").asText()).isEqualTo("ann");
        assertThat(jwt.path("claims").path("groups").asText()).isEqualTo("[a b]");
        assertThat(jwt.path("claims").path("level").isTextual()).isTrue();
        assertThat(jwt.path("claims").path("admin").asText()).isEqualTo("true");
        assertThat(jwt.path("scopes").isNull()).isTrue();
        assertThat(kit.get(api, "/x", kit.issuer.token(TokenApis.PLAIN)).statusCode())
                .isEqualTo(200);
        String client = kit.issuer.token(c -> c.audience((String) null).claim("client_id", "app"));
        assertThat(kit.get(api, "/x", client).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnybodyElseIsUnauthorized() throws Exception {
        String api = httpApi(kit.issuer.url());
        String good = kit.issuer.token(TokenApis.PLAIN);
        assertThat(kit.get(api, "/x", good).statusCode()).isEqualTo(200);

        HttpResponse<String> none = kit.live.http("GET", TokenApis.path(api, "/x"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(none.headers().firstValue("www-authenticate")).hasValue("Bearer");
        HttpResponse<String> audience =
                kit.get(api, "/x", kit.issuer.token(c -> c.audience("other")));
        assertThat(audience.statusCode()).isEqualTo(401);
        assertThat(audience.headers().firstValue("www-authenticate"))
                .hasValue(
                        "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token"
                                + " does not have a valid audience\"");
        String[] parts = good.split("\\.");
        for (String token :
                new String[] {
                    "nonsense",
                    "a.b.c",
                    "..",
                    parts[0] + '.' + parts[1] + '.',
                    parts[0] + '.' + parts[1] + ".AAAA",
                    new PlainJWT(
                                    new JWTClaimsSet.Builder()
                                            .issuer(kit.issuer.url())
                                            .audience("app")
                                            .expirationTime(
                                                    Date.from(Instant.now().plusSeconds(60)))
                                            .build())
                            .serialize(),
                    kit.issuer.confused(),
                    kit.issuer.signed(new RSAKeyGenerator(2048).generate(), "one", TokenApis.PLAIN),
                    kit.issuer.signed(kit.issuer.key(), "unknown", TokenApis.PLAIN),
                    kit.issuer.signed(kit.issuer.key(), null, TokenApis.PLAIN),
                    kit.issuer.token(c -> c.issuer("https://elsewhere.example")),
                    kit.issuer.token(c -> c.audience((String) null)),
                    kit.issuer.token(c -> c.audience("other").claim("client_id", "app")),
                    kit.issuer.token(
                            c -> c.expirationTime(Date.from(Instant.now().minusSeconds(1)))),
                    kit.issuer.token(c -> c.expirationTime(null)),
                    kit.issuer.token(
                            c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
                    kit.issuer.token(c -> c.issueTime(Date.from(Instant.now().plusSeconds(300)))),
                    parts[0] + '.' + encoded("{\"a\":".repeat(2_000)) + '.' + parts[2],
                    encoded("[".repeat(3_000)) + '.' + parts[1] + '.' + parts[2],
                    encoded("{\"alg\":\"RS256\",\"cty\":\"JWT\",\"kid\":\"one\"}")
                            + '.'
                            + encoded(good)
                            + '.'
                            + parts[2],
                    good + "A".repeat(9_000)
                }) {
            HttpResponse<String> response = kit.get(api, "/x", token);
            assertThat(response.statusCode()).as(token).isIn(401, 431);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anIssuersClockMayBeAMinuteAhead() throws Exception {
        String api = httpApi(kit.issuer.url());
        Date ahead = Date.from(Instant.now().plusSeconds(40));

        String token = kit.issuer.token(c -> c.issueTime(ahead).notBeforeTime(ahead));

        assertThat(kit.get(api, "/x", token).statusCode()).isEqualTo(200);
    }

    @Test
    void aRouteThatAsksForScopesTakesATokenThatHasOne() throws Exception {
        String api = httpApi(kit.issuer.url());

        JsonNode jwt =
                TokenApis.context(
                                kit.get(
                                        api,
                                        "/scoped",
                                        kit.issuer.token(c -> c.claim("scope", "pets:read x"))))
                        .path("authorizer")
                        .path("jwt");
        assertThat(jwt.path("scopes").toString()).isEqualTo("[\"pets:read\"]");
        String scp = kit.issuer.token(c -> c.claim("scp", List.of("pets:write")));
        assertThat(kit.get(api, "/scoped", scp).statusCode()).isEqualTo(200);
        for (String token :
                new String[] {
                    kit.issuer.token(TokenApis.PLAIN),
                    kit.issuer.token(c -> c.claim("scope", "pets:readx other")),
                    kit.issuer.token(c -> c.claim("scope", ""))
                }) {
            HttpResponse<String> response = kit.get(api, "/scoped", token);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(response.headers().firstValue("www-authenticate").orElseThrow())
                    .contains("scope=\"pets:read pets:write\" error=\"insufficient_scope\"");
        }
    }

    @Test
    void aTokenThatIsKnownIsStillHeldToItsScopesAndItsEnd() throws Exception {
        String api = httpApi(kit.issuer.url());
        int seconds = 2;
        while (!isTakenAndThenHeldToItsScopes(api, soon(seconds))) {
            // It was over before it was known: this machine needs more time.
            seconds *= 2;
            assertThat(seconds).isLessThan(120);
        }
    }

    private String soon(int seconds) throws Exception {
        Date end = Date.from(Instant.now().plusSeconds(seconds));
        return kit.issuer.token(c -> c.expirationTime(end));
    }

    /** False for one that is over too early to tell; it ends in any case. */
    private boolean isTakenAndThenHeldToItsScopes(String api, String token) throws Exception {
        boolean taken = kit.get(api, "/x", token).statusCode() == 200;
        int scoped = kit.get(api, "/scoped", token).statusCode();
        Eventually.holds(() -> kit.get(api, "/x", token).statusCode() == 401);
        assertThat(scoped).isIn(401, 403);
        return taken && scoped == 403;
    }

    @Test
    void anUnknownKeyIsFetchedOnceInAWhileAndADeadIssuerKeepsItsKeys() throws Exception {
        try (Issuer other = new Issuer()) {
            // The setting allows one port; this issuer's cannot be reached at all.
            String closed = httpApi(other.url());
            assertThat(kit.get(closed, "/x", other.token(TokenApis.PLAIN)).statusCode())
                    .isEqualTo(401);
            assertThat(other.fetches).hasValue(0);
        }
        String api = httpApi(kit.issuer.url());
        assertThat(kit.get(api, "/x", kit.issuer.token(TokenApis.PLAIN)).statusCode())
                .isEqualTo(200);
        int before = kit.issuer.fetches.get();
        for (int i = 0; i < 5; i++) {
            String unknown = kit.issuer.signed(kit.issuer.key(), "unknown" + i, TokenApis.PLAIN);
            assertThat(kit.get(api, "/x", unknown).statusCode()).isEqualTo(401);
        }
        // The configuration and the keys, once at most.
        assertThat(kit.issuer.fetches.get() - before).isLessThanOrEqualTo(2);
        kit.issuer.dead = true;
        try {
            assertThat(kit.get(api, "/x", kit.issuer.token(c -> c.subject("bob"))).statusCode())
                    .isEqualTo(200);
        } finally {
            kit.issuer.dead = false;
        }
    }

    @Test
    void keysThatAreServedWronglyOpenNothingAndHoldNobodyUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        String padding = " ".repeat(300 * 1024);
        kit.issuer.others.put("/broken/keys", exchange -> serve(exchange, 200, "{\"keys\": ["));
        kit.issuer.others.put("/page/keys", exchange -> serve(exchange, 200, "<html></html>"));
        kit.issuer.others.put(
                "/long/keys", exchange -> serve(exchange, 200, padding + kit.issuer.keySet()));
        kit.issuer.others.put(
                "/moved/keys",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", kit.issuer.url() + "/keys");
                    serve(exchange, 302, "");
                });
        kit.issuer.others.put("/slow/keys", exchange -> awaited(exchange, over));
        try {
            assertThat(opened("/right")).isEqualTo(200);
            for (String wrong : List.of("/broken", "/page", "/long", "/moved", "/slow")) {
                assertThat(opened(wrong)).as(wrong).isEqualTo(401);
            }
        } finally {
            over.countDown();
        }
    }

    /** What a token of an issuer below the usual one gets. */
    private int opened(String path) throws Exception {
        String url = kit.issuer.url() + path;
        return kit.get(httpApi(url), "/x", kit.issuer.token(c -> c.issuer(url))).statusCode();
    }

    private static void serve(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void awaited(HttpExchange exchange, CountDownLatch over) {
        try {
            assertThat(over.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** An API with routes /x and /scoped, which asks for a scope. */
    private String httpApi(String url) {
        String api =
                kit.http.createApi(a -> a.name("tokens").protocolType(ProtocolType.HTTP)).apiId();
        String authorizer = kit.jwt(api, url, List.of("app"));
        String integration =
                kit.http
                        .createIntegration(
                                i ->
                                        i.apiId(api)
                                                .integrationType("AWS_PROXY")
                                                .integrationUri(kit.echo)
                                                .payloadFormatVersion("2.0"))
                        .integrationId();
        for (String name : new String[] {"x", "scoped"}) {
            kit.http.createRoute(
                    r ->
                            r.apiId(api)
                                    .routeKey("GET /" + name)
                                    .authorizationType("JWT")
                                    .authorizerId(authorizer)
                                    .authorizationScopes(
                                            name.equals("x")
                                                    ? List.of()
                                                    : List.of("pets:read", "pets:write"))
                                    .target("integrations/" + integration));
        }
        kit.http.createStage(s -> s.apiId(api).stageName("prod").autoDeploy(true));
        return api;
    }
}
