package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
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
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Who may call an API whose methods ask for a signature, or whose policy says who may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ApiCallersTest {
    private static final AwsCredentials ROOT = AwsBasicCredentials.create("test", "test");

    /** Not to be closed while a WebSocket of it is open. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String ECHO =
            """
            import json
            def handler(event, context):
                return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}
            """;

    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private ApiGatewayClient patching;
    private ApiGatewayV2Client http;
    private IamClient iam;
    private StsClient sts;
    private String function;
    private final AtomicInteger users = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path data) {
        node =
                Node.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "vpc-endpoint",
                                                "vpce-1a2b,vpc-3c4d"))));
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        // The default client: the one of live nodes knows no PATCH.
        patching =
                ApiGatewayClient.builder()
                        .endpointOverride(live.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(ROOT))
                        .build();
        http = live.client(ApiGatewayV2Client.builder());
        iam = live.client(IamClient.builder());
        sts = live.client(StsClient.builder());
        try (LambdaClient lambda = live.lambda()) {
            function = live.python(lambda, "echo", live.role("echo"), ECHO).functionArn();
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
        patching.close();
        http.close();
        iam.close();
        sts.close();
        node.close();
    }

    @Test
    void aRestMethodWithIamAsksForASignature() throws Exception {
        URI method = restMethod("AWS_IAM", null);

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
        URI method = restMethod("AWS_IAM", null);
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
        assertThat(SignedApiCalls.send(ROOT, "lambda", "GET", method, "", "").body())
                .contains("Credential should be scoped to correct service: 'execute-api'.");
        assertThat(SignedApiCalls.send(ROOT, "execute-api", "POST", method, "a", "b").statusCode())
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
        URI method = restMethod("AWS_IAM", null);
        URI route = httpRoute("AWS_IAM");
        AwsCredentials powerless = user(null);
        AwsCredentials allowed = user(allowing("*"));
        AwsCredentials elsewhere = user(allowing("arn:aws:execute-api:*:*:other/*"));

        for (AwsCredentials keys : new AwsCredentials[] {powerless, elsewhere}) {
            HttpResponse<String> denied = SignedApiCalls.send(keys, "GET", method, "");
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(denied.body())
                    .startsWith("{\"Message\":\"User: arn:aws:iam::000000000000:user/caller")
                    .contains(
                            " is not authorized to perform: execute-api:Invoke on resource:"
                                    + " arn:aws:execute-api:us-east-1:********0000:"
                                    + apiId(method)
                                    + "/prod/GET/pets/1\"}");
            assertThat(denied.headers().firstValue("x-amzn-ErrorType"))
                    .hasValue("AccessDeniedException");
            assertThat(SignedApiCalls.send(keys, "GET", route, "").statusCode()).isEqualTo(403);
        }
        JsonNode identity =
                context(SignedApiCalls.send(allowed, "POST", method, "body")).path("identity");
        assertThat(identity.path("accessKey").asText()).isEqualTo(allowed.accessKeyId());
        assertThat(identity.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(identity.path("userArn").asText()).contains(":user/caller");
        assertThat(identity.path("user").asText()).startsWith("AIDA");
        assertThat(identity.path("caller")).isEqualTo(identity.path("user"));
        JsonNode ofRoute =
                context(SignedApiCalls.send(allowed, "POST", route, "body"))
                        .path("authorizer")
                        .path("iam");
        assertThat(ofRoute.path("accessKey").asText()).isEqualTo(allowed.accessKeyId());
        assertThat(ofRoute.path("userId").asText()).startsWith("AIDA");
        assertThat(ofRoute.path("cognitoIdentity").isNull()).isTrue();
    }

    @Test
    void onlyWhoMayInvalidateACacheDoes() throws Exception {
        URI method = restMethod("AWS_IAM", null);
        try (ApiGatewayClient patching =
                ApiGatewayClient.builder()
                        .endpointOverride(live.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(ROOT))
                        .build()) {
            patching.updateStage(
                    of ->
                            of.restApiId(apiId(method))
                                    .stageName("prod")
                                    .patchOperations(
                                            change("/cacheClusterEnabled", "true"),
                                            change("/*/*/caching/enabled", "true"),
                                            change(
                                                    "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
                                                    "FAIL_WITH_403")));
        }
        AwsCredentials caller = user(allowing("*"));
        AwsCredentials invalidator =
                user(allowing("*").replace("execute-api:Invoke", "execute-api:*"));

        String kept = SignedApiCalls.send(caller, "GET", method, "").body();
        assertThat(SignedApiCalls.send(caller, "GET", method, "").body()).isEqualTo(kept);
        assertThat(invalidating(caller, method).statusCode()).isEqualTo(403);
        HttpResponse<String> fresh = invalidating(invalidator, method);
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.body()).isNotEqualTo(kept);
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
        URI method = restMethod("AWS_IAM", null);
        String denying =
                allowing(
                        "*\", \"Sid\": \"a\"}, {\"Effect\": \"Deny\", \"Action\": \"*\","
                                + " \"Resource\": \"arn:aws:execute-api:*:*:*/*/GET/pets/7");
        AwsCredentials keys =
                user(
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
        URI method = restMethod("AWS_IAM", null);
        String trust =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}}
                """;
        String role =
                iam.createRole(r -> r.roleName("caller").assumeRolePolicyDocument(trust))
                        .role()
                        .arn();
        iam.putRolePolicy(r -> r.roleName("caller").policyName("p").policyDocument(allowing("*")));
        Credentials session =
                sts.assumeRole(r -> r.roleArn(role).roleSessionName("session")).credentials();

        JsonNode identity =
                context(
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
    void aResourcePolicyLetsInWhomItAllowsOnly() throws Exception {
        String elsewhere =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
                 "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                 "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}}
                """;
        URI denied = restMethod("NONE", elsewhere);
        HttpResponse<String> response = live.http("GET", denied.getPath());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .isEqualTo(
                        "{\"Message\":\"User: anonymous is not authorized to perform:"
                                + " execute-api:Invoke on resource:"
                                + " arn:aws:execute-api:us-east-1:********0000:"
                                + apiId(denied)
                                + "/prod/GET/pets/1\"}");
        URI open = restMethod("NONE", elsewhere.replace("192.0.2.0/24", "127.0.0.1"));
        assertThat(live.http("GET", open.getPath()).statusCode()).isEqualTo(200);
        String shown = rest.getRestApi(r -> r.restApiId(apiId(open))).policy();
        assertThat(shown)
                .contains("\\\"Resource\\\":\\\"arn:aws:execute-api:us-east-1:000000000000:")
                .contains("\\/*");
    }

    @Test
    void aResourcePolicyAndACallersPoliciesAreJudgedTogether() throws Exception {
        AwsCredentials powerless = user(null);
        AwsCredentials allowed = user(allowing("*"));
        String open =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Principal": "*",
                 "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}}
                """;
        URI allowing = restMethod("AWS_IAM", open.formatted("Allow"));
        URI denying = restMethod("AWS_IAM", open.formatted("Deny"));

        assertThat(SignedApiCalls.send(powerless, "GET", allowing, "").statusCode()).isEqualTo(200);
        assertThat(SignedApiCalls.send(allowed, "GET", denying, "").statusCode()).isEqualTo(403);
        assertThat(SignedApiCalls.send(ROOT, "GET", denying, "").statusCode()).isEqualTo(403);
        assertThat(live.http("GET", allowing.getPath()).statusCode()).isEqualTo(403);
    }

    @Test
    void aPrivateApiIsForWhoComesThroughTheVpcEndpointThatItsPolicyNames() throws Exception {
        String policy =
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
                 {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                  "Condition": {"StringNotEquals": {"aws:SourceVpce": "%s"}}},
                 {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                  "Condition": {"NotIpAddress": {"aws:VpcSourceIp": "127.0.0.0/8"}}}]}
                """;
        URI here = restMethod("NONE", policy.formatted("vpce-1a2b"));
        URI elsewhere = restMethod("NONE", policy.formatted("vpce-9f9f"));
        URI signed = restMethod("AWS_IAM", policy.formatted("vpce-1a2b"));
        assertThat(live.http("GET", here.getPath()).statusCode()).as("regional").isEqualTo(403);
        for (URI method : new URI[] {here, elsewhere, signed}) {
            patching.updateRestApi(
                    r ->
                            r.restApiId(apiId(method))
                                    .patchOperations(
                                            p ->
                                                    p.op(Op.REPLACE)
                                                            .path(
                                                                    "/endpointConfiguration/types/EDGE")
                                                            .value("PRIVATE"),
                                            p ->
                                                    p.op(Op.ADD)
                                                            .path(
                                                                    "/endpointConfiguration/vpcEndpointIds")
                                                            .value("vpce-1a2b")));
        }

        JsonNode identity = context(live.http("GET", here.getPath())).path("identity");

        assertThat(identity.path("vpceId").asText()).isEqualTo("vpce-1a2b");
        assertThat(identity.path("vpcId").asText()).isEqualTo("vpc-3c4d");
        assertThat(live.http("GET", elsewhere.getPath()).statusCode()).isEqualTo(403);
        JsonNode caller = context(SignedApiCalls.send(ROOT, "GET", signed, "")).path("identity");
        assertThat(caller.path("vpceId").asText()).isEqualTo("vpce-1a2b");
        assertThat(caller.path("userArn").asText()).isEqualTo("arn:aws:iam::000000000000:root");
    }

    @Test
    void aPolicyThatIsNoneIsRejected() {
        for (String broken :
                new String[] {"{", "[]", "{\"Statement\": [{\"Effect\": \"Allow\"}]}"}) {
            assertThatThrownBy(() -> rest.createRestApi(r -> r.name("x").policy(broken)))
                    .hasMessageContaining(
                            "Invalid policy document. Please check the policy syntax and ensure"
                                    + " that Principals are valid.");
        }
    }

    @Test
    void aFunctionBehindASignatureIsCalledAsItsCallerMayCallIt() throws Exception {
        URI method = restMethod("AWS_IAM", null, "arn:aws:iam::*:user/*");
        String both =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Action": ["execute-api:Invoke", "lambda:InvokeFunction"], "Resource": "*"}}
                """;

        assertThat(SignedApiCalls.send(user(both), "GET", method, "").statusCode()).isEqualTo(200);
        assertThat(SignedApiCalls.send(user(allowing("*")), "GET", method, "").statusCode())
                .isEqualTo(500);
        String via =
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"},
                 {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:CalledViaLast": "%s",
                   "aws:RequestedRegion": "us-east-1"}}}]}
                """;
        AwsCredentials gateway = user(via.formatted("apigateway.amazonaws.com"));
        assertThat(SignedApiCalls.send(gateway, "GET", method, "").statusCode()).isEqualTo(200);
        AwsCredentials stacks = user(via.formatted("cloudformation.amazonaws.com"));
        assertThat(SignedApiCalls.send(stacks, "GET", method, "").statusCode()).isEqualTo(500);
        URI open = restMethod("NONE", null, "arn:aws:iam::*:user/*");
        assertThat(live.http("GET", open.getPath()).statusCode()).isEqualTo(500);
    }

    @Test
    void aWebSocketApiLetsInAndIsManagedByWhoMay() throws Exception {
        String api = webSocketApi();
        URI uri = live.endpoint().resolve("/_aws/execute-api/" + api + "/v1");
        String connect = "arn:aws:execute-api:us-east-1:000000000000:" + api + "/v1/$connect";
        AwsCredentials caller = user(allowing(connect));
        String own = allowing("arn:aws:execute-api:*:*:" + api + "/v1/POST/@connections/*");
        AwsCredentials manager = user(own.replace("Invoke", "ManageConnections"));

        assertThat(handshake(user(null), uri)).isEqualTo(403);
        assertThat(handshake(user(allowing(connect.replace("$connect", "x"))), uri)).isEqualTo(403);
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

    private AwsCredentials user(@Nullable String policy) {
        String name = "caller" + users.incrementAndGet();
        iam.createUser(r -> r.userName(name));
        if (policy != null) {
            iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
        }
        AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private static String allowing(String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Action": "execute-api:Invoke", "Resource": "%s"}}\
        """
                .formatted(resource);
    }

    /** The URL of a method {@code ANY /pets/{id}} that tells the context of its event. */
    private URI restMethod(String authorization, @Nullable String policy) {
        return restMethod(authorization, policy, null);
    }

    private URI restMethod(
            String authorization, @Nullable String policy, @Nullable String credentials) {
        String api = rest.createRestApi(r -> r.name("callers").policy(policy)).id();
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        String pets =
                rest.createResource(r -> r.restApiId(api).parentId(root).pathPart("pets")).id();
        String pet =
                rest.createResource(r -> r.restApiId(api).parentId(pets).pathPart("{id}")).id();
        rest.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .authorizationType(authorization));
        rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .type("AWS_PROXY")
                                .credentials(credentials)
                                .integrationHttpMethod("POST")
                                .uri(
                                        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                + function
                                                + "/invocations"));
        rest.createDeployment(r -> r.restApiId(api).stageName("prod"));
        return live.endpoint().resolve("/_aws/execute-api/" + api + "/prod/pets/1");
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

    private static String apiId(URI method) {
        return method.getPath().split("/")[3];
    }

    private static JsonNode context(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }
}
