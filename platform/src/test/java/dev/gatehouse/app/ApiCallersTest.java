package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Who may call an API whose methods ask for a signature. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ApiCallersTest {
    /** Not to be closed while a WebSocket of it is open. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private CalledApis kit;
    private LiveNode live;
    private ApiGatewayClient patching;
    private ApiGatewayV2Client http;
    private IamClient iam;
    private StsClient sts;
    private String function;

    @BeforeAll
    void start(@TempDir Path data) {
        kit = new CalledApis(data);
        live = kit.live;
        patching = kit.patching;
        http = kit.http;
        iam = kit.iam;
        sts = kit.sts;
        function = kit.function;
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void aRestMethodWithIamAsksForASignature() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);

        HttpResponse<String> unsigned = live.http("GET", method.getPath());

        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(unsigned.headers().firstValue("x-amzn-ErrorType"))
                .hasValue("MissingAuthenticationTokenException");
        HttpResponse<String> bearer =
                live.http("GET", method.getPath(), "Authorization", "Bearer x");
        assertThat(bearer.statusCode()).isEqualTo(403);
    }

    @Test
    void aSignatureOfAnotherKeyServiceOrBodyOpensNothing() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);
        URI route = httpRoute("AWS_IAM");

        HttpResponse<String> unknown =
                SignedApiCalls.send(
                        AwsBasicCredentials.create("AKIANOBODY", "x"), "GET", method, "");
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.body())
                .isEqualTo(
                        "{\"message\":\"The security token included in the request is invalid.\"}");
        assertThat(unknown.headers().firstValue("x-amzn-ErrorType"))
                .contains("UnrecognizedClientException");
        HttpResponse<String> wrong =
                SignedApiCalls.send(AwsBasicCredentials.create("test", "wrong"), "GET", method, "");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body())
                .contains("The request signature we calculated does not match")
                .contains("The Canonical String for this request should have been");
        assertThat(SignedApiCalls.send(CalledApis.ROOT, "lambda", "GET", method, "", "").body())
                .contains("Credential should be scoped to correct service: 'execute-api'.");
        assertThat(
                        SignedApiCalls.send(
                                        CalledApis.ROOT, "execute-api", "POST", method, "a", "b")
                                .statusCode())
                .isEqualTo(403);
        for (AwsCredentials keys :
                new AwsCredentials[] {
                    AwsBasicCredentials.create("AKIANOBODY", "x"),
                    AwsBasicCredentials.create("test", "wrong")
                }) {
            HttpResponse<String> denied = SignedApiCalls.send(keys, "GET", route, "");
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(denied.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
        assertThat(live.http("GET", route.getPath()).statusCode()).isEqualTo(403);
    }

    @Test
    void aUserCallsWhatItsPoliciesAllow() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);
        URI route = httpRoute("AWS_IAM");
        AwsCredentials powerless = kit.user(null);
        AwsCredentials allowed = kit.user(CalledApis.allowing("*"));
        AwsCredentials elsewhere = kit.user(CalledApis.allowing("arn:aws:execute-api:*:*:other/*"));

        for (AwsCredentials keys : new AwsCredentials[] {powerless, elsewhere}) {
            HttpResponse<String> denied = SignedApiCalls.send(keys, "GET", method, "");
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(denied.body())
                    .startsWith("{\"Message\":\"User: arn:aws:iam::000000000000:user/caller")
                    .contains(
                            " is not authorized to perform: execute-api:Invoke on resource:"
                                    + " arn:aws:execute-api:us-east-1:********0000:"
                                    + CalledApis.apiId(method)
                                    + "/prod/GET/pets/1\"}");
            assertThat(denied.headers().firstValue("x-amzn-ErrorType"))
                    .hasValue("AccessDeniedException");
            assertThat(SignedApiCalls.send(keys, "GET", route, "").statusCode()).isEqualTo(403);
        }
        JsonNode identity =
                CalledApis.context(SignedApiCalls.send(allowed, "POST", method, "body"))
                        .path("identity");
        assertThat(identity.path("accessKey").asText()).isEqualTo(allowed.accessKeyId());
        assertThat(identity.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(identity.path("userArn").asText()).contains(":user/caller");
        assertThat(identity.path("user").asText()).startsWith("AIDA");
        assertThat(identity.path("caller")).isEqualTo(identity.path("user"));
        JsonNode ofRoute =
                CalledApis.context(SignedApiCalls.send(allowed, "POST", route, "body"))
                        .path("authorizer")
                        .path("iam");
        assertThat(ofRoute.path("accessKey").asText()).isEqualTo(allowed.accessKeyId());
        assertThat(ofRoute.path("userId").asText()).startsWith("AIDA");
        assertThat(ofRoute.path("cognitoIdentity").isNull()).isTrue();
    }

    @Test
    void onlyWhoMayInvalidateACacheDoes() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);
        keepsResponses(method);
        AwsCredentials caller = kit.user(CalledApis.allowing("*"));
        AwsCredentials invalidator =
                kit.user(CalledApis.allowing("*").replace("execute-api:Invoke", "execute-api:*"));

        String kept = SignedApiCalls.send(caller, "GET", method, "").body();
        assertThat(SignedApiCalls.send(caller, "GET", method, "").body()).isEqualTo(kept);
        assertThat(invalidating(caller, method).statusCode()).isEqualTo(403);
        HttpResponse<String> fresh = invalidating(invalidator, method);
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.body()).isNotEqualTo(kept);
    }

    /** Keys of a request through a VPC endpoint are those of its other action, too. */
    @Test
    void aPrivateApisPolicyTellsThroughWhichVpcEndpointACacheIsInvalidated() throws Exception {
        String policy =
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Principal": "*", "Action": "execute-api:*", "Resource": "execute-api:/*"},
                 {"Effect": "Deny", "Principal": "*", "Action": "execute-api:InvalidateCache",
                  "Resource": "execute-api:/*",
                  "Condition": {"StringNotEquals": {"aws:SourceVpce": "%s"}}}]}
                """;
        URI here = kit.restMethod("AWS_IAM", policy.formatted("vpce-1a2b"));
        URI elsewhere = kit.restMethod("AWS_IAM", policy.formatted("vpce-9f9f"));
        for (URI method : List.of(here, elsewhere)) {
            kit.patching.updateRestApi(
                    of ->
                            of.restApiId(CalledApis.apiId(method))
                                    .patchOperations(
                                            change(
                                                    "/endpointConfiguration/types/EDGE",
                                                    "PRIVATE")));
            keepsResponses(method);
        }

        String kept = SignedApiCalls.send(CalledApis.ROOT, "GET", here, "").body();
        HttpResponse<String> fresh = invalidating(CalledApis.ROOT, here);
        assertThat(fresh.statusCode()).as(fresh.body()).isEqualTo(200);
        assertThat(fresh.body()).isNotEqualTo(kept);
        SignedApiCalls.send(CalledApis.ROOT, "GET", elsewhere, "");
        assertThat(invalidating(CalledApis.ROOT, elsewhere).statusCode()).isEqualTo(403);
    }

    /** Lets a stage keep responses, and reject those who ask for newer ones and may not. */
    private void keepsResponses(URI method) {
        kit.patching.updateStage(
                of ->
                        of.restApiId(CalledApis.apiId(method))
                                .stageName("prod")
                                .patchOperations(
                                        change("/cacheClusterEnabled", "true"),
                                        change("/*/*/caching/enabled", "true"),
                                        change(
                                                "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
                                                "FAIL_WITH_403")));
    }

    private static PatchOperation change(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private static HttpResponse<String> invalidating(AwsCredentials keys, URI method)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(method);
        SignedApiCalls.headers(keys, "execute-api", "GET", method, "")
                .forEach(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("host")) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    request.header("Cache-Control", "max-age=0").build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void anEscapeInThePathEvadesNoDenial() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);
        String denying =
                CalledApis.allowing(
                        "*\", \"Sid\": \"a\"}, {\"Effect\": \"Deny\", \"Action\": \"*\","
                                + " \"Resource\": \"arn:aws:execute-api:*:*:*/*/GET/pets/7");
        AwsCredentials keys =
                kit.user(
                        denying.replace("\"Statement\": {", "\"Statement\": [{")
                                .replaceFirst("}}\\s*$", "}]}"));

        assertThat(SignedApiCalls.send(keys, "GET", method, "").statusCode()).isEqualTo(200);
        URI seven = URI.create(method.toString().replace("/pets/1", "/pets/7"));
        HttpResponse<String> denied = SignedApiCalls.send(keys, "GET", seven, "");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("with an explicit deny");
        for (String other : new String[] {"/pets/%37", "//pets/7", "/pets/7/"}) {
            URI evading = URI.create(method.toString().replace("/pets/1", other));
            assertThat(SignedApiCalls.send(keys, "GET", evading, "").statusCode())
                    .as(other)
                    .isNotEqualTo(200);
        }
    }

    @Test
    void aSessionOfARoleCallsWithItsTokenOnly() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null);
        String trust =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}}
                """;
        String role =
                iam.createRole(r -> r.roleName("caller").assumeRolePolicyDocument(trust))
                        .role()
                        .arn();
        iam.putRolePolicy(
                r -> r.roleName("caller").policyName("p").policyDocument(CalledApis.allowing("*")));
        Credentials session =
                sts.assumeRole(r -> r.roleArn(role).roleSessionName("session")).credentials();

        JsonNode identity =
                CalledApis.context(
                                SignedApiCalls.send(
                                        AwsSessionCredentials.create(
                                                session.accessKeyId(),
                                                session.secretAccessKey(),
                                                session.sessionToken()),
                                        "GET",
                                        method,
                                        ""))
                        .path("identity");

        assertThat(identity.path("userArn").asText())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/caller/session");
        assertThat(identity.path("user").asText()).endsWith(":session");
        HttpResponse<String> tokenless =
                SignedApiCalls.send(
                        AwsBasicCredentials.create(
                                session.accessKeyId(), session.secretAccessKey()),
                        "GET",
                        method,
                        "");
        assertThat(tokenless.statusCode()).isEqualTo(403);
    }

    @Test
    void aFunctionBehindASignatureIsCalledAsItsCallerMayCallIt() throws Exception {
        URI method = kit.restMethod("AWS_IAM", null, "arn:aws:iam::*:user/*");
        String both =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Action": ["execute-api:Invoke", "lambda:InvokeFunction"], "Resource": "*"}}
                """;

        assertThat(SignedApiCalls.send(kit.user(both), "GET", method, "").statusCode())
                .isEqualTo(200);
        assertThat(
                        SignedApiCalls.send(kit.user(CalledApis.allowing("*")), "GET", method, "")
                                .statusCode())
                .isEqualTo(500);
        String via =
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"},
                 {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:CalledViaLast": "%s",
                   "aws:RequestedRegion": "us-east-1"}}}]}
                """;
        AwsCredentials gateway = kit.user(via.formatted("apigateway.amazonaws.com"));
        assertThat(SignedApiCalls.send(gateway, "GET", method, "").statusCode()).isEqualTo(200);
        AwsCredentials stacks = kit.user(via.formatted("cloudformation.amazonaws.com"));
        assertThat(SignedApiCalls.send(stacks, "GET", method, "").statusCode()).isEqualTo(500);
        URI open = kit.restMethod("NONE", null, "arn:aws:iam::*:user/*");
        assertThat(live.http("GET", open.getPath()).statusCode()).isEqualTo(500);
    }

    @Test
    void aWebSocketApiLetsInAndIsManagedByWhoMay() throws Exception {
        String api = webSocketApi();
        URI uri = live.endpoint().resolve("/_aws/execute-api/" + api + "/v1");
        String connect = "arn:aws:execute-api:us-east-1:000000000000:" + api + "/v1/$connect";
        AwsCredentials caller = kit.user(CalledApis.allowing(connect));
        String own =
                CalledApis.allowing("arn:aws:execute-api:*:*:" + api + "/v1/POST/@connections/*");
        AwsCredentials manager = kit.user(own.replace("Invoke", "ManageConnections"));

        assertThat(handshake(kit.user(null), uri)).isEqualTo(403);
        assertThat(handshake(kit.user(CalledApis.allowing(connect.replace("$connect", "x"))), uri))
                .isEqualTo(403);
        assertThat(handshake(null, uri)).isEqualTo(403);
        WebSocket socket = socket(caller, uri).join();
        URI connections = URI.create(uri + "/@connections/" + "AAAAAAAAAAAAAAA%3D");
        assertThat(SignedApiCalls.send(manager, "POST", connections, "x").statusCode())
                .isEqualTo(410);
        assertThat(SignedApiCalls.send(manager, "DELETE", connections, "").statusCode())
                .isEqualTo(403);
        assertThat(SignedApiCalls.send(caller, "POST", connections, "x").statusCode())
                .isEqualTo(403);
        assertThat(live.post(connections.getPath(), "x").statusCode()).isEqualTo(403);
        socket.abort();
    }

    private String webSocketApi() {
        String api =
                http.createApi(
                                a ->
                                        a.name("callers")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        http.createRoute(r -> r.apiId(api).routeKey("$connect").authorizationType("AWS_IAM"));
        http.createStage(s -> s.apiId(api).stageName("v1").autoDeploy(true));
        return api;
    }

    private static CompletableFuture<WebSocket> socket(@Nullable AwsCredentials keys, URI uri) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        if (keys != null) {
            SignedApiCalls.headers(keys, "execute-api", "GET", uri, "")
                    .forEach(
                            (name, values) -> {
                                if (!name.equalsIgnoreCase("host")) {
                                    values.forEach(value -> builder.header(name, value));
                                }
                            });
        }
        return builder.buildAsync(
                URI.create(uri.toString().replace("http:", "ws:")), new WebSocket.Listener() {});
    }

    /** The status with which a client is not let in. */
    private static int handshake(@Nullable AwsCredentials keys, URI uri) {
        CompletionException failed =
                catchThrowableOfType(CompletionException.class, () -> socket(keys, uri).join());
        return ((WebSocketHandshakeException) failed.getCause()).getResponse().statusCode();
    }

    private URI httpRoute(String authorization) {
        String api = http.createApi(a -> a.name("callers").protocolType(ProtocolType.HTTP)).apiId();
        String integration =
                http.createIntegration(
                                i ->
                                        i.apiId(api)
                                                .integrationType("AWS_PROXY")
                                                .integrationUri(function)
                                                .payloadFormatVersion("2.0"))
                        .integrationId();
        http.createRoute(
                r ->
                        r.apiId(api)
                                .routeKey("ANY /pets/{id}")
                                .authorizationType(authorization)
                                .target("integrations/" + integration));
        http.createStage(s -> s.apiId(api).stageName("$default").autoDeploy(true));
        return live.endpoint().resolve("/_aws/execute-api/" + api + "/pets/1");
    }
}
