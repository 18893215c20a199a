package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;

/** Users hand on the roles that they may pass, wherever a request names one, and no others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class RolePassingTest {
    private EnforcedNode kit;

    @BeforeAll
    void start(@TempDir Path data) {
        kit = new EnforcedNode(data);
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void nobodyPassesARoleThatHeMayNotPass() {
        LambdaClient bob = kit.lambdaOf(kit.user("bob", EnforcedNode.allow("lambda:*", "*")));
        FunctionCode code = FunctionCode.builder().s3Bucket("bbb").s3Key("k").build();

        EnforcedNode.denied(
                () ->
                        bob.createFunction(
                                r ->
                                        r.functionName("his")
                                                .runtime("python3.11")
                                                .handler("a.b")
                                                .role(kit.role)
                                                .code(code)),
                "iam:PassRole on resource: " + kit.role);
        EnforcedNode.denied(
                () -> bob.updateFunctionConfiguration(r -> r.functionName("other").role(kit.role)),
                "iam:PassRole on resource: " + kit.role);
        bob.updateFunctionConfiguration(r -> r.functionName("other").description("his"));
    }

    @Test
    void nobodyPassesARoleInADocumentThatHeMayNotPass() {
        AwsCredentials keys = kit.user("ivy", EnforcedNode.allow("apigateway:*", "*"));
        String says = "iam:PassRole on resource: " + kit.role;
        String document =
                """
                openapi: 3.0.1
                info: {title: passed, version: '1'}
                paths:
                  /a:
                    get:
                      responses: {}
                      x-amazon-apigateway-integration:
                        {type: mock, credentials: %s, requestTemplates: {application/json: '{}'}}
                """;
        try (ApiGatewayClient ivy = kit.patching(ApiGatewayClient.builder(), keys)) {
            SdkBytes passing = SdkBytes.fromUtf8String(document.formatted(kit.role));
            SdkBytes calling = SdkBytes.fromUtf8String(document.formatted("arn:aws:iam::*:user/*"));
            EnforcedNode.denied(() -> ivy.importRestApi(r -> r.body(passing)), says);
            String id = ivy.importRestApi(r -> r.body(calling)).id();
            EnforcedNode.denied(() -> ivy.putRestApi(r -> r.restApiId(id).body(passing)), says);
            ivy.createRestApi(r -> r.name("c").cloneFrom(id));
            String another =
                    kit.node
                            .client(ApiGatewayClient.builder())
                            .importRestApi(r -> r.body(passing))
                            .id();
            EnforcedNode.denied(() -> ivy.createRestApi(r -> r.name("c").cloneFrom(another)), says);
        }
    }

    @Test
    void nobodyPassesARoleToAWayBackThatHeMayNotPass() {
        AwsCredentials keys = kit.user("jan", EnforcedNode.allow("cloudformation:*", "*"));
        String says = "iam:PassRole on resource: " + kit.role;
        try (CloudFormationClient jan = kit.node.client(CloudFormationClient.builder(), keys)) {
            EnforcedNode.denied(
                    () -> jan.rollbackStack(r -> r.stackName("s").roleARN(kit.role)), says);
            EnforcedNode.denied(
                    () -> jan.continueUpdateRollback(r -> r.stackName("s").roleARN(kit.role)),
                    says);
        }
    }

    @Test
    void nobodyPassesARoleToAnApiThatHeMayNotPass() {
        AwsCredentials keys = kit.user("hal", EnforcedNode.allow("apigateway:*", "*"));
        try (ApiGatewayV2Client hal = kit.patching(ApiGatewayV2Client.builder(), keys);
                ApiGatewayClient rest = kit.patching(ApiGatewayClient.builder(), keys)) {
            String api = hal.createApi(r -> r.name("a").protocolType("HTTP")).apiId();
            Consumer<CreateIntegrationRequest.Builder> proxy =
                    r ->
                            r.apiId(api)
                                    .integrationType("AWS_PROXY")
                                    .payloadFormatVersion("2.0")
                                    .integrationUri(kit.allowed);
            String made = hal.createIntegration(proxy).integrationId();
            String says = "iam:PassRole on resource: " + kit.role;
            EnforcedNode.denied(
                    () -> hal.createIntegration(proxy.andThen(r -> r.credentialsArn(kit.role))),
                    says);
            EnforcedNode.denied(
                    () ->
                            hal.updateIntegration(
                                    r -> r.apiId(api).integrationId(made).credentialsArn(kit.role)),
                    says);

            String id = rest.createRestApi(r -> r.name("r")).id();
            String root = rest.getResources(r -> r.restApiId(id)).items().getFirst().id();
            rest.putMethod(
                    r ->
                            r.restApiId(id)
                                    .resourceId(root)
                                    .httpMethod("GET")
                                    .authorizationType("NONE"));
            Consumer<PutIntegrationRequest.Builder> mock =
                    r -> r.restApiId(id).resourceId(root).httpMethod("GET").type("MOCK");
            rest.putIntegration(mock);
            EnforcedNode.denied(
                    () -> rest.putIntegration(mock.andThen(r -> r.credentials(kit.role))), says);
            EnforcedNode.denied(
                    () ->
                            rest.updateIntegration(
                                    r ->
                                            r.restApiId(id)
                                                    .resourceId(root)
                                                    .httpMethod("GET")
                                                    .patchOperations(
                                                            p ->
                                                                    p.op("replace")
                                                                            .path("/credentials")
                                                                            .value(kit.role))),
                    says);
        }
    }

    @Test
    void whoScalesAFunctionNeedsLambdasPermissionForIt() {
        AwsCredentials keys =
                kit.user("scaler", EnforcedNode.allow("application-autoscaling:*", "*"));
        NodeClient client = kit.plain(keys);
        Map<String, Object> target =
                Map.of(
                        "ServiceNamespace",
                        "lambda",
                        "ResourceId",
                        "function:allowed:1",
                        "ScalableDimension",
                        "lambda:function:ProvisionedConcurrency",
                        "MinCapacity",
                        0,
                        "MaxCapacity",
                        1);
        assertThatThrownBy(
                        () ->
                                client.json(
                                        "applicationautoscaling", "RegisterScalableTarget", target))
                .hasMessageContaining("lambda:GetProvisionedConcurrencyConfig");
    }

    @Test
    void rulesHaveTheirBusInTheirArnsAndTheirRolesArePassed() {
        AwsCredentials keys =
                kit.user(
                        "ruler",
                        EnforcedNode.allow(
                                "events:*", "arn:aws:events:us-east-1:000000000000:rule/mine"));
        try (EventBridgeClient events = kit.node.client(EventBridgeClient.builder(), keys)) {
            events.putRule(r -> r.name("mine").scheduleExpression("rate(1 day)"));
            EnforcedNode.denied(
                    () -> events.putRule(r -> r.name("other").scheduleExpression("rate(1 day)")),
                    "events:PutRule on resource: arn:aws:events:us-east-1:000000000000:rule/other");
            EnforcedNode.denied(
                    () -> events.putRule(r -> r.name("mine").eventBusName("own")), "rule/own/mine");
            EnforcedNode.denied(
                    () ->
                            events.putRule(
                                    r ->
                                            r.name("mine")
                                                    .scheduleExpression("rate(1 day)")
                                                    .roleArn(kit.role)),
                    "iam:PassRole");
            events.deleteRule(r -> r.name("mine").eventBusName("default"));
        }
    }
}
