package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** JWT authorizers of HTTP APIs and user pool authorizers of REST APIs, with a real issuer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class TokenAuthorizersTest {
    private static final String ECHO =
            """
            import json
            def handler(event, context):
                return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}
            """;
    private static final String POOL = "us-east-1_pool1";
    private static final UnaryOperator<JWTClaimsSet.Builder> PLAIN = claims -> claims;
    private static final List<String> SCOPES = List.of("pets:read");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String JWT =
            """
            {"name": "jwt", "type": "JWT", "identitySource": "method.request.header.Authorization",
             "jwtConfiguration": {
               "defaultAlgorithms": ["RS256", "ES256"],
               "issuers": [
                 {"issuer": "%s", "audiences": ["none", "app"], "additionalClaims": [
                   {"claimName": "tenant", "format": "SINGLE_STRING", "required": true, "expectedValues": ["blue"]}]},
                 {"issuer": "%s", "audiences": ["theirs"]}]}}
            """;

    private static final String STACK =
            """
            Resources:
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties: {Name: jwt}
              Tokens:
                Type: AWS::ApiGateway::Authorizer
                Properties:
                  RestApiId: !Ref Api
                  Name: tokens
                  Type: JWT
                  IdentitySource: method.request.header.Authorization
                  JwtConfiguration:
                    DefaultAlgorithms: [RS256]
                    Issuers: [{Issuer: '%s', Audiences: ['%s']}]
              X:
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: x}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !Ref X
                  HttpMethod: GET
                  AuthorizationType: JWT
                  AuthorizerId: !Ref Tokens
                  Integration:
                    Type: MOCK
                    RequestTemplates: {application/json: '{"statusCode": 200}'}
                    IntegrationResponses: [{StatusCode: '200'}]
                  MethodResponses: [{StatusCode: '200'}]
              Deployed:
                Type: AWS::ApiGateway::Deployment
                DependsOn: Get
                Properties: {RestApiId: !Ref Api, StageName: prod}
            Outputs:
              Api: {Value: !Ref Api}
            """;

    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private ApiGatewayV2Client http;
    private String echo;
    private Issuer issuer;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        issuer = new Issuer();
        node =
                Node.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "integration.allow",
                                                "127.0.0.1:" + issuer.port(),
                                                "endpoint.cognito-idp",
                                                issuer.url()))));
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        http = live.client(ApiGatewayV2Client.builder());
        try (LambdaClient lambda = live.lambda()) {
            echo = live.python(lambda, "echo", live.role("echo"), ECHO).functionArn();
            lambda.addPermission(
                    p ->
                            p.functionName("echo")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
        }
    }

    @AfterAll
    void stop() {
        rest.close();
        http.close();
        node.close();
        issuer.close();
    }

    @Test
    void aTokensClaimsAreTextInTheEvent() throws Exception {
        String api = httpApi(issuer.url());

        JsonNode jwt =
                context(get(api, "/x", "Bearer " + issuer.token(PLAIN)))
                        .path("authorizer")
                        .path("jwt");

        assertThat(jwt.path("claims").path("sub").asText()).isEqualTo("ann");
        assertThat(jwt.path("claims").path("groups").asText()).isEqualTo("[a b]");
        assertThat(jwt.path("claims").path("level").isTextual()).isTrue();
        assertThat(jwt.path("claims").path("admin").asText()).isEqualTo("true");
        assertThat(jwt.path("scopes").isNull()).isTrue();
        assertThat(get(api, "/x", issuer.token(PLAIN)).statusCode()).isEqualTo(200);
        String client = issuer.token(c -> c.audience((String) null).claim("client_id", "app"));
        assertThat(get(api, "/x", client).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnybodyElseIsUnauthorized() throws Exception {
        String api = httpApi(issuer.url());
        String good = issuer.token(PLAIN);
        assertThat(get(api, "/x", good).statusCode()).isEqualTo(200);

        HttpResponse<String> none = live.http("GET", path(api, "/x"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(none.headers().firstValue("www-authenticate")).hasValue("Bearer");
        HttpResponse<String> audience = get(api, "/x", issuer.token(c -> c.audience("other")));
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
                                            .issuer(issuer.url())
                                            .audience("app")
                                            .expirationTime(
                                                    Date.from(Instant.now().plusSeconds(60)))
                                            .build())
                            .serialize(),
                    issuer.confused(),
                    issuer.signed(new RSAKeyGenerator(2048).generate(), "one", PLAIN),
                    issuer.signed(issuer.key(), "unknown", PLAIN),
                    issuer.signed(issuer.key(), null, PLAIN),
                    issuer.token(c -> c.issuer("https://elsewhere.example")),
                    issuer.token(c -> c.audience((String) null)),
                    issuer.token(c -> c.audience("other").claim("client_id", "app")),
                    issuer.token(c -> c.expirationTime(Date.from(Instant.now().minusSeconds(1)))),
                    issuer.token(c -> c.expirationTime(null)),
                    issuer.token(c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
                    issuer.token(c -> c.issueTime(Date.from(Instant.now().plusSeconds(300)))),
                    parts[0] + '.' + encoded("{\"a\":".repeat(2_000)) + '.' + parts[2],
                    encoded("[".repeat(3_000)) + '.' + parts[1] + '.' + parts[2],
                    encoded("{\"alg\":\"RS256\",\"cty\":\"JWT\",\"kid\":\"one\"}")
                            + '.'
                            + encoded(good)
                            + '.'
                            + parts[2],
                    good + "A".repeat(9_000)
                }) {
            HttpResponse<String> response = get(api, "/x", token);
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
        String api = httpApi(issuer.url());
        Date ahead = Date.from(Instant.now().plusSeconds(40));

        String token = issuer.token(c -> c.issueTime(ahead).notBeforeTime(ahead));

        assertThat(get(api, "/x", token).statusCode()).isEqualTo(200);
    }

    @Test
    void aRouteThatAsksForScopesTakesATokenThatHasOne() throws Exception {
        String api = httpApi(issuer.url());

        JsonNode jwt =
                context(get(api, "/scoped", issuer.token(c -> c.claim("scope", "pets:read x"))))
                        .path("authorizer")
                        .path("jwt");
        assertThat(jwt.path("scopes").toString()).isEqualTo("[\"pets:read\"]");
        String scp = issuer.token(c -> c.claim("scp", List.of("pets:write")));
        assertThat(get(api, "/scoped", scp).statusCode()).isEqualTo(200);
        for (String token :
                new String[] {
                    issuer.token(PLAIN),
                    issuer.token(c -> c.claim("scope", "pets:readx other")),
                    issuer.token(c -> c.claim("scope", ""))
                }) {
            HttpResponse<String> response = get(api, "/scoped", token);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(response.headers().firstValue("www-authenticate").orElseThrow())
                    .contains("scope=\"pets:read pets:write\" error=\"insufficient_scope\"");
        }
    }

    @Test
    void aTokenThatIsKnownIsStillHeldToItsScopesAndItsEnd() throws Exception {
        String api = httpApi(issuer.url());
        Instant end = Instant.now().plusSeconds(2);
        String token = issuer.token(c -> c.expirationTime(Date.from(end)));
        assertThat(get(api, "/x", token).statusCode()).isEqualTo(200);
        assertThat(get(api, "/scoped", token).statusCode()).isEqualTo(403);

        int status = 200;
        while (status == 200 && Instant.now().isBefore(end.plusSeconds(5))) {
            status = get(api, "/x", token).statusCode();
        }

        assertThat(status).isEqualTo(401);
    }

    @Test
    void anUnknownKeyIsFetchedOnceInAWhileAndADeadIssuerKeepsItsKeys() throws Exception {
        try (Issuer other = new Issuer()) {
            // The setting allows one port; this issuer's cannot be reached at all.
            String closed = httpApi(other.url());
            assertThat(get(closed, "/x", other.token(PLAIN)).statusCode()).isEqualTo(401);
            assertThat(other.fetches).hasValue(0);
        }
        String api = httpApi(issuer.url());
        assertThat(get(api, "/x", issuer.token(PLAIN)).statusCode()).isEqualTo(200);
        int before = issuer.fetches.get();
        for (int i = 0; i < 5; i++) {
            String unknown = issuer.signed(issuer.key(), "unknown" + i, PLAIN);
            assertThat(get(api, "/x", unknown).statusCode()).isEqualTo(401);
        }
        // The configuration and the keys, once at most.
        assertThat(issuer.fetches.get() - before).isLessThanOrEqualTo(2);
        issuer.dead = true;
        try {
            assertThat(get(api, "/x", issuer.token(c -> c.subject("bob"))).statusCode())
                    .isEqualTo(200);
        } finally {
            issuer.dead = false;
        }
    }

    @Test
    void keysThatAreServedWronglyOpenNothingAndHoldNobodyUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        String padding = " ".repeat(300 * 1024);
        issuer.others.put("/broken/keys", exchange -> serve(exchange, 200, "{\"keys\": ["));
        issuer.others.put("/page/keys", exchange -> serve(exchange, 200, "<html></html>"));
        issuer.others.put(
                "/long/keys", exchange -> serve(exchange, 200, padding + issuer.keySet()));
        issuer.others.put(
                "/moved/keys",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", issuer.url() + "/keys");
                    serve(exchange, 302, "");
                });
        issuer.others.put("/slow/keys", exchange -> awaited(exchange, over));
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
        String url = issuer.url() + path;
        return get(httpApi(url), "/x", issuer.token(c -> c.issuer(url))).statusCode();
    }

    private static void serve(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void awaited(HttpExchange exchange, CountDownLatch over) {
        try {
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Test
    void aUserPoolsTokensOpenARestMethod() throws Exception {
        String api = restApi();
        UnaryOperator<JWTClaimsSet.Builder> id =
                c ->
                        c.issuer("https://cognito-idp.us-east-1.amazonaws.com/" + POOL)
                                .claim("token_use", "id");

        JsonNode claims =
                context(get(api, "/x", issuer.token(id))).path("authorizer").path("claims");
        assertThat(claims.path("sub").asText()).isEqualTo("ann");
        assertThat(claims.path("groups").asText()).isEqualTo("a,b");
        assertThat(claims.path("exp").asText())
                .matches("\\w{3} \\w{3} \\d\\d [\\d:]{8} UTC \\d{4}");
        String access =
                issuer.token(
                        c ->
                                c.issuer(issuer.url() + '/' + POOL)
                                        .claim("token_use", "access")
                                        .claim("scope", "pets:read"));
        assertThat(get(api, "/scoped", access).statusCode()).isEqualTo(200);
        HttpResponse<String> none = live.http("GET", path(api, "/x"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        HttpResponse<String> expired =
                get(
                        api,
                        "/x",
                        issuer.token(
                                c ->
                                        id.apply(c)
                                                .expirationTime(
                                                        Date.from(Instant.now().minusSeconds(5)))));
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(expired.body()).isEqualTo("{\"message\":\"The incoming token has expired\"}");
        assertThat(get(api, "/x", access).statusCode()).isEqualTo(401);
        assertThat(get(api, "/scoped", issuer.token(id)).statusCode()).isEqualTo(401);
        assertThat(get(api, "/x", issuer.token(PLAIN)).statusCode()).isEqualTo(401);
        String elsewhere = issuer.token(c -> id.apply(c).issuer(issuer.url() + "/us-east-1_other"));
        assertThat(get(api, "/x", elsewhere).statusCode()).isEqualTo(401);
    }

    @Test
    void aRestApiTakesTheTokensOfEveryIssuerThatItTrusts() throws Exception {
        String api = rest.createRestApi(r -> r.name("jwt")).id();
        String other = issuer.url() + "/other";
        JsonNode made =
                JSON.readTree(restCall("POST", api, JWT.formatted(issuer.url(), other)).body());
        assertThat(made.path("jwtConfiguration").path("issuers").size()).isEqualTo(2);
        assertThat(made.has("authorizerResultTtlInSeconds")).isFalse();
        deployed(api, "JWT", made.path("id").asText());
        UnaryOperator<JWTClaimsSet.Builder> tenant = c -> c.claim("tenant", "blue");

        JsonNode claims =
                context(get(api, "/x", "Bearer " + issuer.token(tenant)))
                        .path("authorizer")
                        .path("claims");
        assertThat(claims.path("sub").asText()).isEqualTo("ann");
        assertThat(status(api, issuer.onACurve(tenant))).isEqualTo(200);
        assertThat(status(api, issuer.token(c -> c.issuer(other).audience("theirs"))))
                .isEqualTo(200);
        assertThat(
                        get(api, "/scoped", issuer.token(c -> tenant.apply(c).claim("scp", SCOPES)))
                                .statusCode())
                .isEqualTo(200);
        for (String token :
                new String[] {
                    "nonsense",
                    issuer.confused(),
                    issuer.token(PLAIN),
                    issuer.token(c -> c.claim("tenant", "Blue")),
                    issuer.token(c -> c.claim("tenant", List.of("blue"))),
                    issuer.token(c -> tenant.apply(c).audience("theirs")),
                    issuer.token(c -> c.issuer(other).audience("app").claim("tenant", "blue")),
                    issuer.token(c -> tenant.apply(c).issuer(issuer.url() + "/")),
                    issuer.token(c -> tenant.apply(c).expirationTime(null))
                }) {
            assertThat(status(api, token)).as(token).isEqualTo(401);
        }
        assertThat(get(api, "/scoped", issuer.token(tenant)).statusCode()).isEqualTo(401);
        assertThat(live.http("GET", path(api, "/x")).statusCode()).isEqualTo(401);
    }

    @Test
    void aJwtAuthorizerIsChangedAsAWholeAndExported() throws Exception {
        String api = rest.createRestApi(r -> r.name("jwt")).id();
        String id =
                JSON.readTree(
                                restCall(
                                                "POST",
                                                api,
                                                JWT.formatted(
                                                        issuer.url(), issuer.url() + "/other"))
                                        .body())
                        .path("id")
                        .asText();
        String wanted =
                "{\"issuers\": [{\"issuer\": \"%s\", \"audiences\": [\"app\"]}], \"defaultAlgorithms\": [\"ES256\"]}"
                        .formatted(issuer.url());

        HttpResponse<String> changed = restCall("PATCH", api + '/' + id, patch(wanted));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(JSON.readTree(changed.body()).path("jwtConfiguration"))
                .isEqualTo(JSON.readTree(wanted));
        for (String wrong :
                new String[] {
                    "[]",
                    "{",
                    "{}",
                    "{\"issuers\": \"x\", \"defaultAlgorithms\": [\"RS256\"]}",
                    wanted.replace("ES256", "HS256"),
                    wanted.replace("http:", "ftp:"),
                    wanted.replace("\"app\"", ""),
                    wanted.replace("\"audiences\"", "\"jwksUri\"")
                }) {
            assertThat(restCall("PATCH", api + '/' + id, patch(wrong)).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        deployed(api, "JWT", id);
        assertThat(status(api, issuer.onACurve(PLAIN))).isEqualTo(200);
        assertThat(status(api, issuer.token(PLAIN))).isEqualTo(401);
        String document =
                rest.getExport(
                                e ->
                                        e.restApiId(api)
                                                .stageName("prod")
                                                .exportType("oas30")
                                                .parameters(Map.of("extensions", "apigateway")))
                        .body()
                        .asUtf8String();
        String copy =
                rest.importRestApi(
                                i -> i.body(SdkBytes.fromUtf8String(document)).failOnWarnings(true))
                        .id();
        rest.createDeployment(d -> d.restApiId(copy).stageName("prod"));
        assertThat(status(copy, issuer.onACurve(PLAIN))).isEqualTo(200);
        assertThat(status(copy, issuer.token(PLAIN))).isEqualTo(401);
    }

    @Test
    void aStackMakesAndChangesAJwtAuthorizer() throws Exception {
        try (CloudFormationClient stacks = live.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            String api =
                    LiveStacks.outputs(made.created("jwt", STACK.formatted(issuer.url(), "app")))
                            .get("Api");
            assertThat(status(api, issuer.token(PLAIN))).isEqualTo(200);

            made.updated("jwt", STACK.formatted(issuer.url(), "other"));
            assertThat(rest.getAuthorizers(a -> a.restApiId(api)).items()).hasSize(1);
            rest.createDeployment(d -> d.restApiId(api).stageName("prod"));
            assertThat(status(api, issuer.token(PLAIN))).isEqualTo(401);
            assertThat(status(api, issuer.token(c -> c.audience("other")))).isEqualTo(200);
        }
    }

    private int status(String api, String token) throws Exception {
        return get(api, "/x", token).statusCode();
    }

    private static String patch(String value) throws Exception {
        return JSON.writeValueAsString(
                Map.of(
                        "patchOperations",
                        List.of(
                                Map.of(
                                        "op", "replace",
                                        "path", "/jwtConfiguration",
                                        "value", value))));
    }

    /** A call that the newest SDKs alone can make. */
    private HttpResponse<String> restCall(String method, String apiAndId, String body)
            throws Exception {
        String[] parts = apiAndId.split("/", 2);
        String id = parts.length == 1 ? "" : '/' + parts[1];
        return SignedApiCalls.send(
                AwsBasicCredentials.create("test", "test"),
                "apigateway",
                method,
                live.endpoint().resolve("/restapis/" + parts[0] + "/authorizers" + id),
                body,
                body);
    }

    @Test
    void whatCannotBeAnAuthorizerIsRejected() {
        String api = http.createApi(a -> a.name("x").protocolType(ProtocolType.HTTP)).apiId();
        for (String url : new String[] {"issuer", "file:///etc/passwd", "http://user@host/"}) {
            assertThatThrownBy(() -> jwt(api, url, List.of("app")))
                    .hasMessageContaining("Invalid issuer");
        }
        assertThatThrownBy(() -> jwt(api, "https://issuer.example", List.of()))
                .hasMessageContaining("Audience");
        String pools = rest.createRestApi(r -> r.name("x")).id();
        assertThatThrownBy(
                        () ->
                                rest.createAuthorizer(
                                        a ->
                                                a.restApiId(pools)
                                                        .name("p")
                                                        .type(AuthorizerType.COGNITO_USER_POOLS)
                                                        .identitySource(
                                                                "method.request.header.Authorization")
                                                        .providerARNs("arn:aws:iam::1:user/x")))
                .hasMessageContaining("Invalid Cognito User Pool ARN");
    }

    private HttpResponse<String> get(String api, String path, String token) throws Exception {
        return live.http("GET", path(api, path), "Authorization", token);
    }

    private static String path(String api, String path) {
        return "/_aws/execute-api/" + api + "/prod" + path;
    }

    private String jwt(String api, String url, List<String> audiences) {
        return http.createAuthorizer(
                        a ->
                                a.apiId(api)
                                        .name("jwt")
                                        .authorizerType("JWT")
                                        .identitySource("$request.header.Authorization")
                                        .jwtConfiguration(j -> j.issuer(url).audience(audiences)))
                .authorizerId();
    }

    /** An API with routes /x and /scoped, which asks for a scope. */
    private String httpApi(String url) {
        String api = http.createApi(a -> a.name("tokens").protocolType(ProtocolType.HTTP)).apiId();
        String authorizer = jwt(api, url, List.of("app"));
        String integration =
                http.createIntegration(
                                i ->
                                        i.apiId(api)
                                                .integrationType("AWS_PROXY")
                                                .integrationUri(echo)
                                                .payloadFormatVersion("2.0"))
                        .integrationId();
        for (String name : new String[] {"x", "scoped"}) {
            http.createRoute(
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
        http.createStage(s -> s.apiId(api).stageName("prod").autoDeploy(true));
        return api;
    }

    private String restApi() {
        String api = rest.createRestApi(r -> r.name("tokens")).id();
        String authorizer =
                rest.createAuthorizer(
                                a ->
                                        a.restApiId(api)
                                                .name("pool")
                                                .type(AuthorizerType.COGNITO_USER_POOLS)
                                                .identitySource(
                                                        "method.request.header.Authorization")
                                                .providerARNs(
                                                        "arn:aws:cognito-idp:us-east-1:000000000000:userpool/"
                                                                + POOL))
                        .id();
        return deployed(api, "COGNITO_USER_POOLS", authorizer);
    }

    /** An API with methods at /x and at /scoped, which asks for a scope. */
    private String deployed(String api, String type, String authorizer) {
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        for (String name : new String[] {"x", "scoped"}) {
            String resource =
                    rest.createResource(r -> r.restApiId(api).parentId(root).pathPart(name)).id();
            rest.putMethod(
                    m ->
                            m.restApiId(api)
                                    .resourceId(resource)
                                    .httpMethod("GET")
                                    .authorizationType(type)
                                    .authorizerId(authorizer)
                                    .authorizationScopes(
                                            name.equals("x") ? List.of() : List.of("pets:read")));
            rest.putIntegration(
                    i ->
                            i.restApiId(api)
                                    .resourceId(resource)
                                    .httpMethod("GET")
                                    .type("AWS_PROXY")
                                    .integrationHttpMethod("POST")
                                    .uri(
                                            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                    + echo
                                                    + "/invocations"));
        }
        rest.createDeployment(d -> d.restApiId(api).stageName("prod"));
        return api;
    }

    private static JsonNode context(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
