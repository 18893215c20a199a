package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.SandboxLevel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A function is its execution role: one that IAM knows, and nobody else. */
@Tag("node")
class FunctionIdentityTest {
    private static final String REJECTION =
            "The role defined for the function cannot be assumed by Lambda.";
    private static final String MISSING = "arn:aws:iam::000000000000:role/nobody-made-it";

    private static final String CODE =
            """
            import boto3, botocore.config, os

            def handler(event, context):
                if event.get("names"):
                    os.environ.pop("AWS_ENDPOINT_URL")
                keys = dict(aws_access_key_id=event["id"], aws_secret_access_key=event["secret"],
                            aws_session_token=event.get("token")) if "id" in event else {}
                try:
                    return boto3.client("sts", **keys).get_caller_identity()["Arn"]
                except Exception as rejection:
                    return str(rejection)
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        lambda = node.lambda();
        node.python(lambda, "who", node.role("who-role"), CODE);
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void aNewFunctionNeedsARoleThatIamKnows() {
        assertThatThrownBy(() -> node.python(lambda, "orphan", MISSING, CODE))
                .isInstanceOfSatisfying(
                        InvalidParameterValueException.class,
                        rejection ->
                                assertThat(rejection.awsErrorDetails().errorMessage())
                                        .isEqualTo(REJECTION));
    }

    @Test
    void anUpdateNeedsARoleThatIamKnows() {
        assertThatThrownBy(
                        () ->
                                lambda.updateFunctionConfiguration(
                                        r -> r.functionName("who").role(MISSING)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(REJECTION);
    }

    @Test
    void aStackWithAFunctionOfAnUnknownRoleIsRolledBack() {
        LiveStacks stacks = LiveStacks.of(node);
        String template =
                """
                Resources:
                  F:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: python3.11
                      Handler: index.handler
                      Role: %s
                      Code: {ZipFile: pass}
                """;
        stacks.create("orphans", template.formatted(MISSING));
        stacks.await("orphans", "ROLLBACK_COMPLETE");

        assertThat(stacks.client().describeStackEvents(r -> r.stackName("orphans")).stackEvents())
                .extracting(StackEvent::resourceStatusReason)
                .anyMatch(reason -> reason != null && reason.contains(REJECTION));
    }

    @Test
    void insideASandboxTheAccountsRootIsNobody() {
        String root = "{\"id\": \"test\", \"secret\": \"test\"}";
        String other = "{\"id\": \"111111111111\", \"secret\": \"test\"}";

        assertThat(LiveNode.invoke(lambda, "who", "{}")).contains(":assumed-role/who-role/who");
        assertThat(LiveNode.invoke(lambda, "who", root))
                .contains(
                        "InvalidClientTokenId",
                        "The security token included in the request is invalid");
        assertThat(LiveNode.invoke(lambda, "who", other)).contains("InvalidClientTokenId");
    }

    @Test
    void noSessionOfTheRootHelpsInsideASandbox() {
        try (StsClient sts = node.client(StsClient.builder())) {
            Credentials session = sts.getSessionToken().credentials();
            String event =
                    "{\"id\": \"%s\", \"secret\": \"%s\", \"token\": \"%s\"}"
                            .formatted(
                                    session.accessKeyId(),
                                    session.secretAccessKey(),
                                    session.sessionToken());
            assertThat(LiveNode.invoke(lambda, "who", event)).contains("InvalidClientTokenId");
        }
    }

    @Test
    void awsHostNamesInsideASandboxLeadToTheSameCheck() {
        assumeTrue(
                started.sandbox().level() != SandboxLevel.PROCESS,
                "names and ports are the machine's");
        String root = "{\"names\": true, \"id\": \"test\", \"secret\": \"test\"}";

        assertThat(LiveNode.invoke(lambda, "who", root)).contains("InvalidClientTokenId");
    }
}
