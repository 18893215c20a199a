package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * An app is run with {@code iam=audit} by a user who may do nothing; what is printed then, pasted
 * into his policy, is enough where policies are enforced, and not more than he used.
 */
@Tag("node")
final class LeastPolicyTest {
    private static final Pattern STATEMENT =
            Pattern.compile("\\{\"Effect\": \"Allow\", \"Action\": [^}]*}");

    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: least-role
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      Effect: Allow
                      Action: sts:AssumeRole
                      Principal: {Service: lambda.amazonaws.com}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: least-function
                  Runtime: python3.11
                  Handler: index.handler
                  AutoPublishAlias: live
                  Role: !GetAtt Role.Arn
                  InlineCode: |
                    def handler(event, context):
                        return "served"
              Group:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: /least, RetentionInDays: 7}
            """;

    @Test
    void whatAuditPrintsSufficesWherePoliciesAreEnforced(@TempDir Path data) throws Exception {
        String statements;
        AwsBasicCredentials keys;
        try (NodeLauncher.RunningNode running = start(data, "audit")) {
            LiveNode node = LiveNode.at(running.endpoint().getPort());
            keys = user(node);
            deployed(node, keys);
            statements =
                    Eventually.value(
                            () -> denied(data),
                            found -> found.contains("cloudformation:DeleteStack"));
        }
        assertThat(statements).contains("iam:PassRole", "lambda:InvokeFunction");
        try (NodeLauncher.RunningNode running = start(data, "enforce");
                NodeAndIam at = NodeAndIam.of(running)) {
            assertThatThrownBy(() -> deployed(at.node(), keys))
                    .hasMessageContaining("cloudformation:CreateStack");
            at.iam()
                    .putUserPolicy(
                            p ->
                                    p.userName("ann")
                                            .policyName("pasted")
                                            .policyDocument(
                                                    "{\"Version\": \"2012-10-17\", \"Statement\": ["
                                                            + statements
                                                            + "]}"));
            deployed(at.node(), keys);
            try (LambdaClient ann = at.node().client(LambdaClient.builder(), keys)) {
                assertThatThrownBy(ann::listFunctions).hasMessageContaining("lambda:ListFunctions");
            }
        }
    }

    private record NodeAndIam(LiveNode node, IamClient iam) implements AutoCloseable {
        static NodeAndIam of(NodeLauncher.RunningNode running) {
            LiveNode node = LiveNode.at(running.endpoint().getPort());
            return new NodeAndIam(node, node.client(IamClient.builder()));
        }

        @Override
        public void close() {
            iam.close();
        }
    }

    private static NodeLauncher.RunningNode start(Path data, String mode) throws Exception {
        return new LocalNodes()
                .start(null, Map.of("data", data.toString(), "port", "0", "iam", mode));
    }

    private static AwsBasicCredentials user(LiveNode node) {
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.createUser(u -> u.userName("ann"));
            AccessKey key = iam.createAccessKey(k -> k.userName("ann")).accessKey();
            return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        }
    }

    /** Makes the app, calls it and removes it, all by one user. */
    private static void deployed(LiveNode node, AwsBasicCredentials keys) {
        try (CloudFormationClient client = node.client(CloudFormationClient.builder(), keys);
                LambdaClient lambda = node.client(LambdaClient.builder(), keys)) {
            LiveStacks stacks = new LiveStacks(client);
            stacks.created("least", TEMPLATE);
            assertThat(LiveNode.invoke(lambda, "least-function:live", "{}"))
                    .isEqualTo("\"served\"");
            stacks.deleted("least");
        }
    }

    private static String denied(Path data) {
        StringWriter out = new StringWriter();
        String[] words = {"iam", "denied", "--data", data.toString()};
        CommandLine line = Gatehouse.commandLine(new LocalNodes(), words);
        line.setOut(new PrintWriter(out, true));
        line.execute(words);
        List<String> found =
                STATEMENT.matcher(out.toString()).results().map(MatchResult::group).toList();
        return String.join(",", found);
    }
}
