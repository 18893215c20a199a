package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Lambda authorizers of REST and HTTP APIs, asked by a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class LambdaAuthorizersTest {
    /** What it says follows from the token; each call has another number. */
    private static final String AUTHORIZER =
            """
            import time
            import uuid
            asked = []
            def handler(event, context):
                token = event.get('authorizationToken')
                if token is None:
                    token = event['headers'].get('Authorization', event['headers'].get('authorization'))
                arn = event.get('methodArn', event.get('routeArn'))
                if token == 'nobody':
                    raise Exception('Unauthorized')
                if token == 'hangs':
                    time.sleep(60)
                if token == 'fickle':
                    asked.append(token)
                    token = 'denied' if len(asked) > 1 else 'good'
                if token == 'broken':
                    raise Exception('broken')
                if token == 'garbage':
                    return 'garbage'
                if token == 'policyless':
                    return {'principalId': 'p'}
                if token == 'nested':
                    return {'principalId': 'p', 'context': {'a': {'b': 1}}, 'policyDocument': policy('Allow', '*')}
                if token == 'nameless':
                    return {'policyDocument': policy('Allow', '*')}
                if token == 'simple' or token == 'simple-no':
                    return {'isAuthorized': token == 'simple', 'context': {'deep': {'a': [1, True]}}}
                if token == 'truthy':
                    return {'isAuthorized': 'true'}
                resource = [] if token == 'nowhere' else '*' if token != 'this' else arn
                return {'principalId': 'user|' + token, 'usageIdentifierKey': 'k',
                        'policyDocument': policy('Deny' if token == 'denied' else 'Allow', resource),
                        'context': {'call': str(uuid.uuid4()), 'number': 7, 'flag': True,
                                    'type': event.get('type'), 'arn': arn, 'version': event.get('version', '')}}
            def policy(effect, resource):
                return {'Version': '2012-10-17', 'Statement': [
                    {'Effect': effect, 'Action': 'execute-api:Invoke', 'Resource': resource}]}
            """;

    private static final String ECHO =
            """
            import json
            def handler(event, context):
                return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}
            """;

    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private ApiGatewayV2Client http;
    private String echo;
    private String authorizer;

    @BeforeAll
    void start(@TempDir Path data) {
        node = LiveNode.start(data);
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        http = live.client(ApiGatewayV2Client.builder());
        String role = live.role("functions");
        try (LambdaClient lambda = live.lambda()) {
            echo = live.python(lambda, "echo", role, ECHO).functionArn();
            authorizer = live.python(lambda, "authorizer", role, AUTHORIZER).functionArn();
            live.python(lambda, "closed", role, AUTHORIZER);
            for (String name : new String[] {"echo", "authorizer"}) {
                lambda.addPermission(
                        p ->
                                p.functionName(name)
                                        .statementId("api")
                                        .action("lambda:InvokeFunction")
                                        .principal("apigateway.amazonaws.com")
                                        .sourceArn(
                                                "arn:aws:execute-api:us-east-1:000000000000:*/"
                                                        + (name.equals("echo")
                                                                ? "*"
                                                                : "authorizers/*")));
            }
        }
    }

    @AfterAll
    void stop() {
        rest.close();
        http.close();
        node.close();
    }

    @Test
    void aTokenAuthorizerNamesTheCallerAndKeepsWhatItSaid() throws Exception {
        String api = restApi(token(a -> {}));

        JsonNode first = context(get(api, "/pets/1", "good")).path("authorizer");
        JsonNode second = context(get(api, "/pets/2", "good")).path("authorizer");

        assertThat(first.path("principalId").asText()).isEqualTo("user|good");
        assertThat(first.path("number").asText()).isEqualTo("7");
        assertThat(first.path("number").isTextual()).isTrue();
        assertThat(first.path("flag").asText()).isEqualTo("true");
        assertThat(first.path("type").asText()).isEqualTo("TOKEN");
        assertThat(first.path("arn").asText())
                .isEqualTo(
                        "arn:aws:execute-api:us-east-1:000000000000:" + api + "/prod/GET/pets/1");
        assertThat(second.path("call")).isEqualTo(first.path("call"));
        rest.flushStageAuthorizersCache(r -> r.restApiId(api).stageName("prod"));
        assertThat(context(get(api, "/pets/2", "good")).path("authorizer").path("call"))
                .isNotEqualTo(first.path("call"));
    }

    @Test
    void aPolicyOfOneMethodOpensNoOther() throws Exception {
        String api = restApi(token(a -> {}));

        assertThat(get(api, "/pets/1", "this").statusCode()).isEqualTo(200);
        HttpResponse<String> other = get(api, "/pets/2", "this");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body())
                .isEqualTo("{\"Message\":\"User is not authorized to access this resource\"}");
        HttpResponse<String> nowhere = get(api, "/pets/1", "nowhere");
        assertThat(nowhere.statusCode()).as("allowed nothing").isEqualTo(403);
        assertThat(nowhere.body()).isEqualTo(other.body());
        HttpResponse<String> denied = get(api, "/pets/1", "denied");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body())
                .startsWith(
                        "{\"Message\":\"User is not authorized to access this resource with an"
                                + " explicit deny");
    }

    @Test
    void whoeverBringsNoTokenOrAnUnfitOneIsUnauthorized() throws Exception {
        String api = restApi(token(a -> a.identityValidationExpression("[a-z]+")));

        assertUnauthorized(live.http("GET", path(api, "/pets/1")));
        assertUnauthorized(get(api, "/pets/1", "GOOD"));
        assertUnauthorized(get(api, "/pets/1", "nobody"));
        assertThat(get(api, "/pets/1", "good").statusCode()).isEqualTo(200);
    }

    private static void assertUnauthorized(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }

    @Test
    void anAuthorizerThatFailsOrSaysNothingUsefulLetsNobodyIn() throws Exception {
        String api = restApi(token(a -> {}));

        for (String token :
                new String[] {"broken", "garbage", "policyless", "nested", "nameless", "simple"}) {
            HttpResponse<String> response = get(api, "/pets/1", token);
            assertThat(response.statusCode()).as(token).isEqualTo(500);
            assertThat(response.body()).as(token).isEqualTo("{\"message\": null}");
        }
        String closed =
                restApi(
                        token(
                                a ->
                                        a.authorizerUri(
                                                uri(authorizer.replace("authorizer", "closed")))));
        assertThat(get(closed, "/pets/1", "good").statusCode()).isEqualTo(500);
        String missing = restApi(token(a -> a.authorizerUri(uri(authorizer + "-missing"))));
        assertThat(get(missing, "/pets/1", "good").statusCode()).isEqualTo(500);
        String roleless =
                restApi(token(a -> a.authorizerCredentials("arn:aws:iam::000000000000:role/none")));
        assertThat(get(roleless, "/pets/1", "good").statusCode()).isEqualTo(500);
    }

    @Test
    void anAuthorizerThatHangsLetsNobodyInAndHoldsNobodyUp() throws Exception {
        String api = restApi(token(a -> {}));

        CompletableFuture<HttpResponse<String>> hanging =
                CompletableFuture.supplyAsync(() -> getUnchecked(api, "hangs"));
        assertThat(get(api, "/pets/1", "good").statusCode()).isEqualTo(200);
        assertThat(hanging).isNotDone();

        assertThat(hanging.join().statusCode()).isEqualTo(500);
        assertThat(hanging.join().body()).isEqualTo("{\"message\": null}");
    }

    @Test
    void anAuthorizerThatChangesItsMindIsHeardOnceItIsAskedAgain() throws Exception {
        String api = restApi(token(a -> {}));

        assertThat(get(api, "/pets/1", "fickle").statusCode()).isEqualTo(200);
        assertThat(get(api, "/pets/2", "fickle").statusCode()).isEqualTo(200);
        rest.flushStageAuthorizersCache(r -> r.restApiId(api).stageName("prod"));

        assertThat(get(api, "/pets/1", "fickle").statusCode()).isEqualTo(403);
    }

    @Test
    void aRequestAuthorizerIsAskedOnceByAllWhoAskTheSameAtOnce() throws Exception {
        String api =
                restApi(
                        a ->
                                a.type(AuthorizerType.REQUEST)
                                        .identitySource(
                                                "method.request.header.Authorization,"
                                                        + " method.request.querystring.tenant"));

        assertUnauthorized(get(api, "/pets/1", "good"));
        assertUnauthorized(get(api, "/pets/1?tenant=", "good"));
        Set<String> calls =
                IntStream.range(0, 12)
                        .mapToObj(
                                _ -> CompletableFuture.supplyAsync(() -> call(api, "tenant=blue")))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.toSet());
        assertThat(calls).hasSize(1);
        assertThat(call(api, "tenant=blue")).isIn(calls);
        assertThat(call(api, "tenant=red")).isNotIn(calls);
        assertThat(call(api, "tenant=blue&tenant=red")).isNotIn(calls);
    }

    private String call(String api, String query) {
        try {
            return context(get(api, "/pets/1?" + query, "good"))
                    .path("authorizer")
                    .path("call")
                    .asText();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void withoutACacheEachRequestAsks() throws Exception {
        String api = restApi(token(a -> a.authorizerResultTtlInSeconds(0)));

        assertThat(context(get(api, "/pets/1", "good")).path("authorizer").path("call"))
                .isNotEqualTo(context(get(api, "/pets/1", "good")).path("authorizer").path("call"));
    }

    @Test
    void aSimpleResponseOpensOrClosesEveryRoute() throws Exception {
        String api = httpApi("2.0", true);

        HttpResponse<String> open = get(api, "/pets/1", "simple");
        assertThat(
                        context(open)
                                .path("authorizer")
                                .path("lambda")
                                .path("deep")
                                .path("a")
                                .toString())
                .isEqualTo("[1,true]");
        assertHttp(get(api, "/pets/1", "simple-no"), 403, "Forbidden");
        assertHttp(live.http("GET", path(api, "/pets/1")), 401, "Unauthorized");
        assertHttp(get(api, "/pets/1", "nobody"), 401, "Unauthorized");
        for (String token : new String[] {"broken", "garbage", "truthy", "good"}) {
            assertHttp(get(api, "/pets/1", token), 500, "Internal Server Error");
        }
    }

    @Test
    void aPolicyOfAnHttpApisAuthorizerIsJudgedByRoute() throws Exception {
        for (String format : new String[] {"1.0", "2.0"}) {
            String api = httpApi(format, false);

            JsonNode said = context(get(api, "/pets/1", "this")).path("authorizer").path("lambda");
            assertThat(said.path("type").asText()).isEqualTo("REQUEST");
            assertThat(said.path("version").asText()).isEqualTo(format);
            assertThat(said.path("number").isInt()).isTrue();
            assertThat(said.path("arn").asText())
                    .isEqualTo(
                            "arn:aws:execute-api:us-east-1:000000000000:"
                                    + api
                                    + "/prod/GET/pets/1");
            assertHttp(get(api, "/pets/2", "this"), 403, "Forbidden");
            assertHttp(get(api, "/pets/1", "denied"), 403, "Forbidden");
            JsonNode again = context(get(api, "/pets/1", "this")).path("authorizer").path("lambda");
            assertThat(again.path("call")).isEqualTo(said.path("call"));
            http.resetAuthorizersCache(r -> r.apiId(api).stageName("prod"));
            assertThat(
                            context(get(api, "/pets/1", "this"))
                                    .path("authorizer")
                                    .path("lambda")
                                    .path("call"))
                    .isNotEqualTo(said.path("call"));
        }
    }

    private static void assertHttp(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    @Test
    void anAuthorizerInUseCannotGoAndOneThatIsNotThereCannotBeUsed() {
        String api = restApi(token(a -> {}));
        String id = rest.getAuthorizers(r -> r.restApiId(api)).items().getFirst().id();

        assertThatThrownBy(() -> rest.deleteAuthorizer(r -> r.restApiId(api).authorizerId(id)))
                .hasMessageContaining("is referenced in method: /pets/{id}/ANY");
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        assertThatThrownBy(
                        () ->
                                rest.putMethod(
                                        m ->
                                                m.restApiId(api)
                                                        .resourceId(root)
                                                        .httpMethod("GET")
                                                        .authorizationType("CUSTOM")
                                                        .authorizerId("nobody")))
                .hasMessageContaining("Invalid authorizer ID specified.");
        String routes = httpApi("2.0", true);
        String authorizerId =
                http.getAuthorizers(r -> r.apiId(routes)).items().getFirst().authorizerId();
        assertThatThrownBy(
                        () ->
                                http.deleteAuthorizer(
                                        r -> r.apiId(routes).authorizerId(authorizerId)))
                .hasMessageContaining("it is used by routes: [GET /pets/{id}]");
    }

    private static Consumer<CreateAuthorizerRequest.Builder> token(
            Consumer<CreateAuthorizerRequest.Builder> more) {
        return request ->
                more.accept(
                        request.type(AuthorizerType.TOKEN)
                                .identitySource("method.request.header.Authorization"));
    }

    private HttpResponse<String> getUnchecked(String api, String token) {
        try {
            return get(api, "/pets/1", token);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HttpResponse<String> get(String api, String path, String token) throws Exception {
        return live.http("GET", path(api, path), "Authorization", token);
    }

    private static String path(String api, String path) {
        return "/_aws/execute-api/" + api + "/prod" + path;
    }

    private static String uri(String function) {
        return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + function
                + "/invocations";
    }

    /** An API with a method {@code ANY /pets/{id}} behind an authorizer. */
    private String restApi(Consumer<CreateAuthorizerRequest.Builder> with) {
        String api = rest.createRestApi(r -> r.name("authorized")).id();
        String authorizerId =
                rest.createAuthorizer(
                                a ->
                                        with.accept(
                                                a.restApiId(api)
                                                        .name("a")
                                                        .authorizerUri(uri(authorizer))))
                        .id();
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        String pets =
                rest.createResource(r -> r.restApiId(api).parentId(root).pathPart("pets")).id();
        String pet =
                rest.createResource(r -> r.restApiId(api).parentId(pets).pathPart("{id}")).id();
        rest.putMethod(
                m ->
                        m.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .authorizationType("CUSTOM")
                                .authorizerId(authorizerId));
        rest.putIntegration(
                i ->
                        i.restApiId(api)
                                .resourceId(pet)
                                .httpMethod("ANY")
                                .type("AWS_PROXY")
                                .integrationHttpMethod("POST")
                                .uri(uri(echo)));
        rest.createDeployment(d -> d.restApiId(api).stageName("prod"));
        return api;
    }

    private String httpApi(String format, boolean simple) {
        String api =
                http.createApi(a -> a.name("authorized").protocolType(ProtocolType.HTTP)).apiId();
        String integration =
                http.createIntegration(
                                i ->
                                        i.apiId(api)
                                                .integrationType("AWS_PROXY")
                                                .integrationUri(echo)
                                                .payloadFormatVersion("2.0"))
                        .integrationId();
        String authorizerId =
                http.createAuthorizer(
                                a ->
                                        a.apiId(api)
                                                .name("a")
                                                .authorizerType("REQUEST")
                                                .authorizerUri(uri(authorizer))
                                                .authorizerPayloadFormatVersion(format)
                                                .enableSimpleResponses(simple)
                                                .authorizerResultTtlInSeconds(300)
                                                .identitySource("$request.header.Authorization"))
                        .authorizerId();
        http.createRoute(
                r ->
                        r.apiId(api)
                                .routeKey("GET /pets/{id}")
                                .authorizationType("CUSTOM")
                                .authorizerId(authorizerId)
                                .target("integrations/" + integration));
        http.createStage(s -> s.apiId(api).stageName("prod").autoDeploy(true));
        return api;
    }

    private static JsonNode context(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }
}
