package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.TenantIsolationMode;

/** Tenants of one function never meet in an environment. */
@Tag("node")
class TenantIsolationTest {
    private static final String CODE =
            """
            import json
            seen = []

            def handler(event, context):
                seen.append(getattr(context, "tenant_id", None))
                return {"statusCode": 200, "body": json.dumps(seen)} if "httpMethod" in event else seen
            """;

    @TempDir static Path data;
    private static Node started;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        lambda = node.lambda();
        String role = node.role("tenants-role");
        node.python(lambda, "plain", role, CODE);
        lambda.createFunction(
                r ->
                        r.functionName("shared")
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role(role)
                                .timeout(20)
                                .publish(true)
                                .tenancyConfig(
                                        c -> c.tenantIsolationMode(TenantIsolationMode.PER_TENANT))
                                .code(c -> c.zipFile(LiveNode.zip(CODE))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("shared"));
    }

    @AfterAll
    static void stop() {
        lambda.close();
        started.close();
    }

    private static String invoke(String function, @Nullable String tenant) {
        return lambda.invoke(r -> r.functionName(function).tenantId(tenant))
                .payload()
                .asString(StandardCharsets.UTF_8);
    }

    @Test
    void anEnvironmentServesOneTenant() {
        assertThat(invoke("shared", "blue")).isEqualTo("[\"blue\"]");
        assertThat(invoke("shared", "green")).isEqualTo("[\"green\"]");
        assertThat(invoke("shared", "blue")).isEqualTo("[\"blue\", \"blue\"]");
        assertThat(invoke("shared", "a/b c")).isEqualTo("[\"a/b c\"]");
    }

    @Test
    void aTenantKeepsItsEnvironmentWhenTheSettingsOfTheFunctionChange() {
        String ann = "ann@shop.example";
        assertThat(invoke("shared", ann)).isEqualTo("[\"ann@shop.example\"]");
        lambda.putFunctionEventInvokeConfig(r -> r.functionName("shared").maximumRetryAttempts(1));
        assertThat(invoke("shared", ann)).isEqualTo("[\"ann@shop.example\", \"ann@shop.example\"]");
    }

    @Test
    void aCallNamesATenantWhereThereAreTenantsAndNowhereElse() {
        assertThatThrownBy(() -> invoke("shared", null))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Add a valid tenant ID in your request and try again.");
        assertThatThrownBy(() -> invoke("plain", "blue"))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Remove the tenant ID from your request and try again.");
    }

    @Test
    void aRestApiSaysForWhichTenantItCalls() throws Exception {
        LiveNode node = LiveNode.of(started);
        String shared =
                lambda.getFunctionConfiguration(r -> r.functionName("shared")).functionArn();
        lambda.addPermission(
                r ->
                        r.functionName("shared")
                                .statementId("api")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com"));
        try (ApiGatewayClient rest = node.client(ApiGatewayClient.builder())) {
            var api = rest.createRestApi(r -> r.name("tenants"));
            String tenant = "method.request.header.tenant";
            rest.putMethod(
                    r ->
                            r.restApiId(api.id())
                                    .resourceId(api.rootResourceId())
                                    .httpMethod("GET")
                                    .authorizationType("NONE")
                                    .requestParameters(Map.of(tenant, true)));
            rest.putIntegration(
                    r ->
                            r.restApiId(api.id())
                                    .resourceId(api.rootResourceId())
                                    .httpMethod("GET")
                                    .type("AWS_PROXY")
                                    .integrationHttpMethod("POST")
                                    .requestParameters(
                                            Map.of(
                                                    "integration.request.header.X-Amz-Tenant-Id",
                                                    tenant))
                                    .uri(
                                            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                    + shared
                                                    + "/invocations"));
            rest.createDeployment(r -> r.restApiId(api.id()).stageName("v1"));
            String url = "/_aws/execute-api/" + api.id() + "/v1/";
            assertThat(node.http("GET", url, "tenant", "red").body()).isEqualTo("[\"red\"]");
            assertThat(node.http("GET", url).statusCode()).isEqualTo(500);
        }
    }

    @Test
    void theModeIsShownAndRulesOutWhatIsNotOfOneTenant() {
        assertThat(
                        lambda.getFunctionConfiguration(r -> r.functionName("shared"))
                                .tenancyConfig()
                                .tenantIsolationMode())
                .isEqualTo(TenantIsolationMode.PER_TENANT);
        assertThatThrownBy(
                        () ->
                                lambda.createFunctionUrlConfig(
                                        r ->
                                                r.functionName("shared")
                                                        .authType(FunctionUrlAuthType.NONE)))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(
                        () ->
                                lambda.putProvisionedConcurrencyConfig(
                                        r ->
                                                r.functionName("shared")
                                                        .qualifier("1")
                                                        .provisionedConcurrentExecutions(1)))
                .isInstanceOf(InvalidParameterValueException.class);
    }
}
