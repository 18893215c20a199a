package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
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
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
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
    private String api;
    private String annsKey;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
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
            annsKey = key.accessKeyId();
            try (LambdaClient ann =
                    node.client(
                            LambdaClient.builder(),
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
                assertThatThrownBy(ann::listFunctions).isInstanceOf(LambdaException.class);
                assertThatThrownBy(ann::listFunctions).isInstanceOf(LambdaException.class);
                assertThatThrownBy(() -> ann.deleteFunction(r -> r.functionName("f")))
                        .isInstanceOf(LambdaException.class);
            }
            call(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        }
    }

    /** Calls an API that ann may not call. */
    private void call(AwsBasicCredentials ann) throws Exception {
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            api = http.createApi(a -> a.name("a").protocolType("HTTP")).apiId();
            String integration =
                    http.createIntegration(
                                    i ->
                                            i.apiId(api)
                                                    .integrationType("HTTP_PROXY")
                                                    .integrationMethod("GET")
                                                    .payloadFormatVersion("1.0")
                                                    .integrationUri("https://example.com"))
                            .integrationId();
            http.createRoute(
                    r ->
                            r.apiId(api)
                                    .routeKey("GET /x")
                                    .authorizationType("AWS_IAM")
                                    .target("integrations/" + integration));
            http.createStage(s -> s.apiId(api).stageName("$default").autoDeploy(true));
            URI uri = node.endpoint().resolve("/_aws/execute-api/" + api + "/$default/x");
            assertThat(SignedApiCalls.send(ann, "GET", uri, "").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void deniedCallsOfApisLeaveARecordToo() {
        String told =
                Eventually.value(
                        () -> run("iam", "denied"), out -> out.contains("execute-api:Invoke"));

        assertThat(told).contains(":" + api + "/$default/GET/x");
    }

    @Test
    void lookupEventsTellsTheNewestFirst() {
        Eventually.value(() -> lookUp(Map.of()), found -> found.path("Events").size() == 4);
        JsonNode first = lookUp(Map.of("MaxResults", 1));
        JsonNode event = first.path("Events").path(0);
        assertThat(event.path("EventName").asText()).isEqualTo("Invoke");
        assertThat(event.path("EventSource").asText()).isEqualTo("execute-api.amazonaws.com");
        assertThat(event.path("Username").asText()).isEqualTo("ann");
        assertThat(event.path("CloudTrailEvent").asText()).contains("\"eventCategory\":\"Data\"");

        JsonNode next =
                lookUp(Map.of("MaxResults", 3, "NextToken", first.path("NextToken").asText()));
        assertThat(next.path("Events").findValuesAsText("EventName").getFirst())
                .startsWith("DeleteFunction");
        assertThat(next.has("NextToken")).isFalse();
        assertThat(lookUp(by("EventName", "Invoke")).path("Events")).hasSize(1);
        assertThat(lookUp(by("Username", "ann")).path("Events")).hasSize(4);
        assertThat(lookUp(by("ResourceName", FUNCTION)).path("Events")).hasSize(1);
        assertThat(lookUp(by("ReadOnly", "true")).path("Events")).hasSize(2);
        assertThat(lookUp(Map.of("EndTime", 1_000_000)).path("Events")).isEmpty();
        assertThatThrownBy(() -> lookUp(Map.of("NextToken", "x")))
                .hasMessageContaining("InvalidNextTokenException");
        assertThat(lookUp(by("AccessKeyId", annsKey)).path("Events")).hasSize(4);
        assertThat(lookUp(by("AccessKeyId", "test")).path("Events")).isEmpty();
        assertThat(event.path("AccessKeyId").asText()).isEqualTo(annsKey);
        JsonNode deleted = lookUp(by("ResourceType", "AWS::Lambda::Function")).path("Events");
        assertThat(deleted.findValuesAsText("ResourceName")).containsExactly(FUNCTION);
    }

    private static Map<String, Object> by(String key, String value) {
        return Map.of(
                "LookupAttributes", List.of(Map.of("AttributeKey", key, "AttributeValue", value)));
    }

    private JsonNode lookUp(Map<String, Object> input) {
        return running.client().json("cloudtrail", "LookupEvents", input);
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
        for (String root : new String[] {"root", "arn:aws:iam::000000000000:root"}) {
            assertThat(run("iam", "explain", root, "s3:GetObject"))
                    .contains("the account's root may s3:GetObject on *");
        }
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
