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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** What is denied leaves a record, and the command line tells from it what is missing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
class DeniedCallsTest {
    private static final String ANN = "arn:aws:iam::000000000000:user/ann";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private Path data;
    private NodeLauncher.RunningNode running;
    private LiveNode node;

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder;
        running = new LocalNodes().start(null, Map.of("data", data.toString(), "port", "0"));
        node = LiveNode.at(running.endpoint().getPort());
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.createUser(u -> u.userName("ann"));
            iam.putUserPolicy(
                    p ->
                            p.userName("ann")
                                    .policyName("own")
                                    .policyDocument(
                                            """
                                            {"Statement": [
                                             {"Effect": "Allow", "Action": "lambda:Get*",
                                              "Resource": "*"},
                                             {"Effect": "Deny", "Action": "lambda:GetLayer*",
                                              "Resource": "*"}]}\
                                            """));
            AccessKey key = iam.createAccessKey(k -> k.userName("ann")).accessKey();
            try (LambdaClient ann =
                    node.client(
                            LambdaClient.builder(),
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
                assertThatThrownBy(ann::listFunctions).isInstanceOf(LambdaException.class);
                assertThatThrownBy(ann::listFunctions).isInstanceOf(LambdaException.class);
                assertThatThrownBy(() -> ann.deleteFunction(r -> r.functionName("f")))
                        .isInstanceOf(LambdaException.class);
            }
        }
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void deniedTellsWhatWasDeniedAndWhatWouldAllowIt() {
        String told =
                Eventually.value(
                        () -> run("iam", "denied"), out -> out.contains("lambda:DeleteFunction"));
        assertThat(told)
                .contains(ANN)
                .contains(
                        "lambda:ListFunctions on * because no identity-based policy allows the"
                                + " lambda:ListFunctions action x 2")
                .contains(
                        "{\"Effect\": \"Allow\", \"Action\": \"lambda:DeleteFunction\","
                                + " \"Resource\": \""
                                + FUNCTION
                                + "\"}");
    }

    @Test
    void recordsHaveTheFormOfCloudTrails() {
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            List<FilteredLogEvent> events =
                    Eventually.value(() -> ofAnn(logs), found -> found.size() == 2);
            assertThat(events.getFirst().message())
                    .contains("\"eventSource\":\"lambda.amazonaws.com\"")
                    .contains("\"errorCode\":\"AccessDenied\"")
                    .contains("\"sourceIPAddress\":\"127.0.0.1\"")
                    .contains("\"userAgent\":\"aws-sdk-java")
                    .contains("\"arn\":\"" + ANN + "\"");
        }
    }

    private static List<FilteredLogEvent> ofAnn(CloudWatchLogsClient logs) {
        return logs.filterLogEvents(
                        r ->
                                r.logGroupName("/aws/cloudtrail")
                                        .filterPattern(
                                                "{ $.eventName = \"ListFunctions*\" &&"
                                                        + " $.userIdentity.userName = \"ann\" }"))
                .events();
    }

    @Test
    void explainTellsByWhichPolicyOrForWantOfWhichStatement() {
        assertThat(run("iam", "explain", "user/ann", "lambda:GetFunction", FUNCTION))
                .contains(ANN + " may lambda:GetFunction on " + FUNCTION)
                .contains("allowed by policy own (user)");
        assertThat(run("iam", "explain", ANN, "lambda:GetLayerVersion"))
                .contains("may not", "denied by policy own (user)");
        assertThat(run("iam", "explain", ANN, "s3:GetObject", "arn:aws:s3:::b/k"))
                .contains("may not")
                .contains(
                        "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\":"
                                + " \"arn:aws:s3:::b/k\"}");
        assertThat(run("iam", "explain", "queue/x", "s3:GetObject")).contains("PRINCIPAL is");
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        CommandLine line = Gatehouse.commandLine(new LocalNodes(), all);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        line.execute(all);
        return out.toString();
    }
}
