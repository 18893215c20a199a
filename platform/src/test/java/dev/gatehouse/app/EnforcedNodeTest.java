package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;

/** What users and functions may do on a whole node: what their policies allow, however they ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class EnforcedNodeTest {
    private static final String CODE =
            """
            import boto3

            def handler(event, context):
                try:
                    return [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]]
                except Exception as rejection:
                    return str(rejection)
            """;

    private Node started;
    private LiveNode node;
    private LambdaClient lambda;
    private IamClient iam;
    private String allowed;
    private String role;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        lambda = node.lambda();
        iam = node.client(IamClient.builder());
        role = node.role("lists");
        allowed = node.python(lambda, "allowed", role, CODE).functionArn();
        node.python(lambda, "other", role, CODE);
    }

    @AfterAll
    void stop() {
        started.close();
    }

    @Test
    void aFunctionMayDoWhatItsRoleAllows() {
        assertThat(LiveNode.invoke(lambda, "allowed", "{}"))
                .contains(
                        "User: arn:aws:sts::000000000000:assumed-role/lists/allowed is not"
                                + " authorized to perform: lambda:ListFunctions on resource: *"
                                + " because no identity-based policy allows the"
                                + " lambda:ListFunctions action");
        iam.putRolePolicy(
                p ->
                        p.roleName("lists")
                                .policyName("p")
                                .policyDocument(allow("lambda:ListFunctions", "*")));
        assertThat(LiveNode.invoke(lambda, "allowed", "{}")).contains("\"other\"");
    }

    @Test
    void aUserCallsTheFunctionsItMayCallAndNoOther() {
        LambdaClient ann = lambdaOf(user("ann", allow("lambda:InvokeFunction", allowed)));
        String account = "000000000000:function:";

        for (String name : new String[] {"allowed", account + "allowed", allowed}) {
            ann.invoke(r -> r.functionName(name));
        }
        String[] others = {
            "other",
            account + "other",
            allowed.replace("allowed", "other"),
            "function:other",
            "us-east-1:" + account + "other",
            "other:$LATEST",
            "allowed:$LATEST"
        };
        for (String name : others) {
            denied(() -> ann.invoke(r -> r.functionName(name)), "lambda:InvokeFunction");
        }
        denied(() -> ann.getFunction(r -> r.functionName("allowed")), "lambda:GetFunction");
        lambda.addPermission(
                p ->
                        p.functionName("other")
                                .statementId("ann")
                                .action("lambda:InvokeFunction")
                                .principal("arn:aws:iam::000000000000:user/ann"));
        ann.invoke(r -> r.functionName("other"));
    }

    @Test
    void nobodyPassesARoleThatHeMayNotPass() {
        LambdaClient bob = lambdaOf(user("bob", allow("lambda:*", "*")));
        FunctionCode code = FunctionCode.builder().s3Bucket("bbb").s3Key("k").build();

        denied(
                () ->
                        bob.createFunction(
                                r ->
                                        r.functionName("his")
                                                .runtime("python3.11")
                                                .handler("a.b")
                                                .role(role)
                                                .code(code)),
                "iam:PassRole on resource: " + role);
        denied(
                () -> bob.updateFunctionConfiguration(r -> r.functionName("other").role(role)),
                "iam:PassRole on resource: " + role);
        bob.updateFunctionConfiguration(r -> r.functionName("other").description("his"));
    }

    @Test
    void apisArePathsAndTheirActionsAreMethods() {
        String id;
        try (ApiGatewayClient root = node.client(ApiGatewayClient.builder())) {
            id = root.createRestApi(r -> r.name("mine")).id();
            String other = root.createRestApi(r -> r.name("other")).id();
            AwsCredentials keys =
                    user(
                            "cat",
                            allow(
                                    "apigateway:GET",
                                    "arn:aws:apigateway:us-east-1::/restapis/" + id));
            try (ApiGatewayClient cat = node.client(ApiGatewayClient.builder(), keys)) {
                assertThat(cat.getRestApi(r -> r.restApiId(id)).name()).isEqualTo("mine");
                denied(
                        () -> cat.getRestApi(r -> r.restApiId(other)),
                        "apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis/"
                                + other);
                denied(() -> cat.deleteRestApi(r -> r.restApiId(id)), "apigateway:DELETE");
                denied(() -> cat.getResources(r -> r.restApiId(id)), "/resources");
            }
        }
    }

    @Test
    void aStackMayDoWhatWhoeverMadeItMayDo() {
        AwsCredentials keys = user("dan", allow("cloudformation:*", "*"));
        try (CloudFormationClient dan = node.client(CloudFormationClient.builder(), keys)) {
            dan.createStack(
                    r ->
                            r.stackName("dans")
                                    .templateBody(
                                            """
                                            Resources:
                                              G:
                                                Type: AWS::Logs::LogGroup
                                                Properties: {LogGroupName: /dans}
                                            """));
        }
        LiveStacks stacks = LiveStacks.of(node);
        stacks.await("dans", "ROLLBACK_COMPLETE");
        assertThat(stacks.client().describeStackEvents(r -> r.stackName("dans")).stackEvents())
                .anyMatch(
                        event ->
                                String.valueOf(event.resourceStatusReason())
                                        .contains(
                                                "user/dan is not authorized to perform:"
                                                        + " logs:"));
    }

    private AwsCredentials user(String name, String policy) {
        iam.createUser(u -> u.userName(name));
        iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private LambdaClient lambdaOf(AwsCredentials keys) {
        return node.client(LambdaClient.builder(), keys);
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private static void denied(ThrowingCallable call, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).startsWith("AccessDenied");
                            assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                        });
    }
}
