package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** Whose key a request has: what an authorizer says of it, and what the record tells. */
@Tag("node")
final class KeyedRequestsTest {
    private static final String AUTHORIZER =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:authorizer/invocations";

    private final ScriptedFunction function = new ScriptedFunction();
    private ApiGatewayNode node;
    private ApiGatewayClient client;
    private String api;
    private String root;
    private CreateApiKeyResponse key;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        client = node.rest;
        api = client.createRestApi(r -> r.name("keyed")).id();
        root = client.getRestApi(r -> r.restApiId(api)).rootResourceId();
        client.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .authorizationType("NONE")
                                .apiKeyRequired(true));
        client.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of("application/json", "{\"statusCode\": 200}")));
        client.putMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        client.putIntegrationResponse(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(
                                        Map.of("application/json", "$context.identity.apiKeyId")));
        deploy();
        key = client.createApiKey(r -> r.name("mine").enabled(true));
        String plan =
                client.createUsagePlan(
                                r ->
                                        r.name("plan")
                                                .apiStages(s -> s.apiId(api).stage("v1"))
                                                .throttle(t -> t.rateLimit(0.001).burstLimit(2)))
                        .id();
        client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private void deploy() {
        client.createDeployment(r -> r.restApiId(api).stageName("v1"));
    }

    @Test
    void theKeyMayComeFromTheAuthorizerAndThenFromNowhereElse() throws Exception {
        client.updateRestApi(
                r -> r.restApiId(api).patchOperations(replace("/apiKeySource", "AUTHORIZER")));
        String authorizer =
                client.createAuthorizer(
                                r ->
                                        r.restApiId(api)
                                                .name("authorizer")
                                                .type(AuthorizerType.TOKEN)
                                                .identitySource(
                                                        "method.request.header.Authorization")
                                                .authorizerResultTtlInSeconds(0)
                                                .authorizerUri(AUTHORIZER))
                        .id();
        client.updateMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .patchOperations(
                                        replace("/authorizationType", "CUSTOM"),
                                        replace("/authorizerId", authorizer)));
        deploy();

        allow(", \"usageIdentifierKey\": \"" + key.value() + '"');
        HttpResponse<String> opened = get("Authorization", "t");
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo(key.id());

        allow(", \"usageIdentifierKey\": \"another-key-0123456789\"");
        assertThat(get("Authorization", "t").statusCode()).isEqualTo(403);
        allow("");
        assertThat(get("Authorization", "t", "x-api-key", key.value()).statusCode()).isEqualTo(403);
    }

    private void allow(String more) {
        function.responses(
                """
                {"principalId": "p", "policyDocument": {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]}%s}
                """
                        .formatted(more));
    }

    @Test
    void theRecordOfARequestNamesItsKeyWhoseLimitItMetAndWhatTheCacheHad() throws Exception {
        client.updateStage(
                r ->
                        r.restApiId(api)
                                .stageName("v1")
                                .patchOperations(
                                        replace("/cacheClusterEnabled", "true"),
                                        replace("/*/*/caching/enabled", "true")));

        for (int call = 0; call < 3; call++) {
            get("x-api-key", key.value());
        }

        Eventually.holds(() -> node.records.size() == 3);
        assertThat(node.records).extracting(RequestRecord::apiKeyId).containsOnly(key.id());
        assertThat(node.records)
                .extracting(RequestRecord::throttle)
                .containsExactly(null, null, "plan");
        assertThat(node.records)
                .extracting(RequestRecord::cache)
                .containsExactly("miss", "hit", null);
        assertThat(node.records).extracting(RequestRecord::status).containsExactly(200, 200, 429);
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        return node.call("GET", api + "/v1/", headers);
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
