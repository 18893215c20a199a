package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** An integration calls as the role it names, when there is one and it trusts API Gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class IntegrationCredentialsTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;
    private static final String ACCOUNT = "arn:aws:iam::000000000000:";

    private Node node;
    private LiveNode live;
    private ApiGatewayClient rest;
    private ApiGatewayV2Client http;
    private String function;
    private String trusting;
    private String other;

    @BeforeAll
    void start(@TempDir Path data) {
        node = LiveNode.start(data);
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        http = live.client(ApiGatewayV2Client.builder());
        other = live.role("lambda-only");
        try (IamClient iam = live.client(IamClient.builder());
                LambdaClient lambda = live.lambda()) {
            function =
                    live.python(
                                    lambda,
                                    "called",
                                    other,
                                    "def handler(event, context): return {'statusCode': 200,"
                                            + " 'body': 'called'}")
                            .functionArn();
            trusting = role(iam, "gateway", allowing(function));
        }
    }

    /** A role that trusts API Gateway. */
    private static String role(IamClient iam, String name, @Nullable String policy) {
        String arn =
                iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)).role().arn();
        if (policy != null) {
            iam.putRolePolicy(r -> r.roleName(name).policyName("p").policyDocument(policy));
        }
        return arn;
    }

    private static String allowing(String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Action": "lambda:InvokeFunction", "Resource": "%s"}}\
        """
                .formatted(resource);
    }

    @AfterAll
    void stop() {
        rest.close();
        http.close();
        node.close();
    }

    @Test
    void aRoleThatTrustsApiGatewayCallsWithoutAPermissionOfTheFunction() throws Exception {
        assertThat(viaRest(trusting)).isEqualTo("called");
        assertThat(viaHttp(trusting)).isEqualTo("called");
    }

    @Test
    void aRoleCallsNothingThatItsPoliciesDoNotAllow() throws Exception {
        String denying = allowing("*").replace("\"Allow\"", "\"Deny\"");
        try (IamClient iam = live.client(IamClient.builder());
                LambdaClient lambda = live.lambda()) {
            String bounded = role(iam, "bounded", allowing("*"));
            String boundary =
                    iam.createPolicy(
                                    p ->
                                            p.policyName("boundary")
                                                    .policyDocument(allowing(function + "x")))
                            .policy()
                            .arn();
            iam.putRolePermissionsBoundary(
                    r -> r.roleName("bounded").permissionsBoundary(boundary));
            String denied = role(iam, "denied", allowing("*"));
            iam.putRolePolicy(r -> r.roleName("denied").policyName("deny").policyDocument(denying));
            for (String role :
                    new String[] {
                        role(iam, "powerless", null),
                        role(iam, "of-another", allowing(function + "-other")),
                        bounded,
                        denied
                    }) {
                assertThat(viaRest(role)).as(role).containsIgnoringCase("internal server error");
                assertThat(viaHttp(role)).as(role).containsIgnoringCase("internal server error");
            }
            String granted = role(iam, "granted", null);
            lambda.addPermission(
                    p ->
                            p.functionName(function)
                                    .statementId("role")
                                    .action("lambda:InvokeFunction")
                                    .principal(granted));
            assertThat(viaRest(granted)).isEqualTo("called");
        }
    }

    @Test
    void withoutARoleTheFunctionsPolicyDecides() throws Exception {
        assertThat(viaRest(null)).containsIgnoringCase("internal server error");
        assertThat(viaHttp(null)).containsIgnoringCase("internal server error");
    }

    @Test
    void aRoleThatIsNotThereOrTrustsOthersCallsNothing() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(FunctionCalls.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        for (String role :
                new String[] {
                    ACCOUNT + "role/none", other, ACCOUNT + "user/u", "arn:aws:iam::*:user/*"
                }) {
            assertThat(viaRest(role)).as(role).containsIgnoringCase("internal server error");
            assertThat(viaHttp(role)).as(role).containsIgnoringCase("internal server error");
        }
        // Once a second at most.
        Eventually.holds(
                () -> {
                    assertThat(viaRest(other)).containsIgnoringCase("internal server error");
                    return !lines.list.isEmpty();
                });
        log.detachAppender(lines);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allMatch(line -> line.contains("An integration of API ") && !line.contains("\n"));
    }

    @Test
    void whatCannotBePassedIsRejectedWhenItIsSet() {
        String elsewhere = "arn:aws:iam::123456789012:role/gateway";
        for (String role : new String[] {"gateway", elsewhere}) {
            String says =
                    switch (role) {
                        case "gateway" -> "Invalid ARN specified in the request";
                        default -> "Cross-account pass role is not allowed.";
                    };
            assertThatThrownBy(() -> viaRest(role)).hasMessageContaining(says);
            assertThatThrownBy(() -> viaHttp(role)).hasMessageContaining(says);
        }
    }

    private String viaHttp(@Nullable String role) throws Exception {
        return live.http("GET", "/_aws/execute-api/" + httpApi(role) + "/").body();
    }

    private String httpApi(@Nullable String role) {
        return http.createApi(
                        api ->
                                api.name("credentials")
                                        .protocolType(ProtocolType.HTTP)
                                        .target(function)
                                        .credentialsArn(role))
                .apiId();
    }

    private String viaRest(@Nullable String role) throws Exception {
        String api = rest.createRestApi(r -> r.name("credentials")).id();
        String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        rest.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
        rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type(IntegrationType.AWS_PROXY)
                                .integrationHttpMethod("POST")
                                .credentials(role)
                                .uri(
                                        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                + function
                                                + "/invocations"));
        rest.createDeployment(r -> r.restApiId(api).stageName("prod"));
        return live.http("GET", "/_aws/execute-api/" + api + "/prod/").body();
    }
}
