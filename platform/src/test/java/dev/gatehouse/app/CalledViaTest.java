package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/**
 * What a stack does in its user's name tells that it does (IAM User Guide, "AWS global condition
 * context keys"); what it does by a role that was passed to it does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class CalledViaTest {
    private static final String GROUP =
            """
            Resources:
              Group:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: %s}
            """;

    private Node started;
    private LiveNode node;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        iam = node.client(IamClient.builder());
    }

    @AfterAll
    void stop() {
        iam.close();
        started.close();
    }

    @Test
    void aPolicyAllowsWhatOnlyAStackMayDo() {
        user(
                "stacker",
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": "cloudformation:*", "Resource": "*"},
                 {"Effect": "Allow", "Action": "logs:*", "Resource": "*", "Condition": {
                  "Bool": {"aws:ViaAWSService": "true"},
                  "StringEquals": {"aws:CalledViaFirst": "cloudformation.amazonaws.com",
                                   "aws:CalledViaLast": "cloudformation.amazonaws.com"},
                  "ForAnyValue:StringEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}}}]}
                """);
        AwsBasicCredentials keys = keys("stacker");
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder(), keys);
                CloudFormationClient client = node.client(CloudFormationClient.builder(), keys)) {
            assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("by-hand")))
                    .hasMessageContaining("logs:CreateLogGroup");
            LiveStacks stacks = new LiveStacks(client);
            stacks.created("own", GROUP.formatted("by-stack"));
            stacks.deleted("own");
        }
    }

    @Test
    void aPolicyDeniesWhatOnlyAPersonMayDo() {
        user(
                "hand",
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": ["cloudformation:*", "logs:*"], "Resource": "*"},
                 {"Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "*",
                  "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}]}
                """);
        AwsBasicCredentials keys = keys("hand");
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder(), keys);
                CloudFormationClient client = node.client(CloudFormationClient.builder(), keys)) {
            logs.createLogGroup(r -> r.logGroupName("by-hand"));
            LiveStacks stacks = new LiveStacks(client);
            stacks.create("denied", GROUP.formatted("by-denied-stack"));
            stacks.await("denied", "ROLLBACK_COMPLETE");
        }
    }

    /** "The request context key returns false when the service uses a service role." */
    @Test
    void aPassedRoleCallsForItself() {
        iam.createRole(
                r ->
                        r.roleName("deployer")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "sts:AssumeRole",
                                         "Principal": {"Service": "cloudformation.amazonaws.com"}}}
                                        """));
        iam.putRolePolicy(
                p ->
                        p.roleName("deployer")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "logs:*", "Resource": "*",
                                         "Condition": {"Bool": {"aws:ViaAWSService": "false"},
                                                       "Null": {"aws:CalledVia": "true"}}}}
                                        """));
        try (CloudFormationClient client = node.client(CloudFormationClient.builder())) {
            client.createStack(
                    r ->
                            r.stackName("roled")
                                    .templateBody(GROUP.formatted("by-role"))
                                    .roleARN("arn:aws:iam::000000000000:role/deployer"));
            new LiveStacks(client).await("roled", "CREATE_COMPLETE");
        }
    }

    private void user(String name, String policy) {
        iam.createUser(u -> u.userName(name));
        iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
    }

    private AwsBasicCredentials keys(String name) {
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }
}
