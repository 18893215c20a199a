package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudcontrol.CloudControlClient;
import software.amazon.awssdk.services.cloudcontrol.model.ClientTokenConflictException;
import software.amazon.awssdk.services.cloudcontrol.model.InvalidRequestException;
import software.amazon.awssdk.services.cloudcontrol.model.OperationStatus;
import software.amazon.awssdk.services.cloudcontrol.model.ProgressEvent;
import software.amazon.awssdk.services.cloudcontrol.model.ResourceDescription;
import software.amazon.awssdk.services.cloudcontrol.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudcontrol.model.TypeNotFoundException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;

/** Cloud Control on the types that templates have, and what drifts from a template. */
@Tag("node")
class CloudControlTest {
    private static final String GROUP = "AWS::Logs::LogGroup";

    @TempDir static Path data;

    private static Node started;

    private static LiveStacks stacks;

    private static CloudControlClient control;
    private static ControlledResources resources;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        control = node.client(CloudControlClient.builder());
        resources = new ControlledResources(control);
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void aResourceIsMadeReadChangedListedAndRemoved() throws JsonProcessingException {
        ProgressEvent made =
                resources.create(
                        GROUP, "{\"LogGroupName\": \"/control/a\", \"RetentionInDays\": 7}");
        assertThat(made.operationStatus()).isEqualTo(OperationStatus.SUCCESS);
        assertThat(made.identifier()).isEqualTo("/control/a");
        assertThat(resources.read(GROUP, "/control/a").path("RetentionInDays").asInt())
                .isEqualTo(7);
        assertThat(resources.read(GROUP, "/control/a").path("Arn").asText())
                .contains(":log-group:/control/a");

        ProgressEvent changed =
                resources.over(
                        control.updateResource(
                                        r ->
                                                r.typeName(GROUP)
                                                        .identifier("/control/a")
                                                        .patchDocument(
                                                                "[{\"op\": \"replace\", \"path\":"
                                                                        + " \"/RetentionInDays\","
                                                                        + " \"value\": 14}]"))
                                .progressEvent());
        assertThat(changed.operationStatus()).isEqualTo(OperationStatus.SUCCESS);
        assertThat(JsonMapper.builder().build().readTree(changed.resourceModel()))
                .isEqualTo(resources.read(GROUP, "/control/a"));
        assertThat(resources.read(GROUP, "/control/a").path("RetentionInDays").asInt())
                .isEqualTo(14);
        assertThat(control.listResources(r -> r.typeName(GROUP)).resourceDescriptions())
                .extracting(ResourceDescription::identifier)
                .contains("/control/a");

        resources.over(
                control.deleteResource(r -> r.typeName(GROUP).identifier("/control/a"))
                        .progressEvent());
        assertThatThrownBy(() -> resources.read(GROUP, "/control/a"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(
                        control.listResourceRequests(
                                        r ->
                                                r.resourceRequestStatusFilter(
                                                        f -> f.operationsWithStrings("DELETE")))
                                .resourceRequestStatusSummaries())
                .extracting(ProgressEvent::identifier)
                .contains("/control/a");
    }

    @Test
    void whatCannotBeIsToldInTheProgressOrAtOnce() {
        ProgressEvent none = resources.create(GROUP, "{\"Colour\": \"red\"}");
        assertThat(none.operationStatus()).isEqualTo(OperationStatus.FAILED);
        assertThat(none.errorCodeAsString()).isEqualTo("InvalidRequest");
        assertThat(none.statusMessage()).contains("extraneous key [Colour] is not permitted");
        resources.create(GROUP, "{\"LogGroupName\": \"/control/twice\"}");
        assertThat(
                        resources
                                .create(GROUP, "{\"LogGroupName\": \"/control/twice\"}")
                                .errorCodeAsString())
                .isEqualTo("AlreadyExists");
        ProgressEvent renamed =
                resources.over(
                        control.updateResource(
                                        r ->
                                                r.typeName(GROUP)
                                                        .identifier("/control/twice")
                                                        .patchDocument(
                                                                "[{\"op\": \"add\", \"path\":"
                                                                        + " \"/LogGroupName\","
                                                                        + " \"value\": \"/b\"}]"))
                                .progressEvent());
        assertThat(renamed.errorCodeAsString()).isEqualTo("NotUpdatable");
        assertThatThrownBy(() -> resources.create("AWS::Fun::Thing", "{}"))
                .isInstanceOf(TypeNotFoundException.class);
        assertThatThrownBy(() -> resources.create(GROUP, "no json"))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aRequestThatIsTriedAgainWithItsTokenIsDoneOnce() {
        String wanted = "{\"LogGroupName\": \"/control/once\"}";
        String first =
                control.createResource(
                                r -> r.typeName(GROUP).desiredState(wanted).clientToken("once"))
                        .progressEvent()
                        .requestToken();

        assertThat(
                        control.createResource(
                                        r ->
                                                r.typeName(GROUP)
                                                        .desiredState(wanted)
                                                        .clientToken("once"))
                                .progressEvent()
                                .requestToken())
                .isEqualTo(first);
        assertThatThrownBy(
                        () ->
                                control.createResource(
                                        r ->
                                                r.typeName(GROUP)
                                                        .desiredState("{}")
                                                        .clientToken("once")))
                .isInstanceOf(ClientTokenConflictException.class);
    }

    @Test
    void oneOfManyRequestsWithTheSameTokenIsDone() throws Exception {
        List<String> tokens = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            tokens.add(
                                                    control.createResource(
                                                                    r ->
                                                                            r.typeName(GROUP)
                                                                                    .desiredState(
                                                                                            "{\"LogGroupName\":"
                                                                                                + " \"/control/race\"}")
                                                                                    .clientToken(
                                                                                            "race"))
                                                            .progressEvent()
                                                            .requestToken())));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(tokens).hasSize(8);
        assertThat(Set.copyOf(tokens)).hasSize(1);
    }

    @Test
    void driftTellsNothingThatANoEchoParameterHolds() {
        stacks.created(
                "hiding",
                """
                Parameters: {Secret: {Type: String, NoEcho: true, Default: 'not-to-be-told'}}
                Resources:
                  P: {Type: AWS::SSM::Parameter, Properties: {Name: /hiding, Type: String, Value: !Sub 'is ${Secret}'}}
                """);
        resources.over(
                control.updateResource(
                                r ->
                                        r.typeName("AWS::SSM::Parameter")
                                                .identifier("/hiding")
                                                .patchDocument(
                                                        "[{\"op\": \"replace\", \"path\":"
                                                                + " \"/Value\", \"value\":"
                                                                + " \"other\"}]"))
                        .progressEvent());
        stacks.drift("hiding");

        StackResourceDrift drift =
                stacks.client()
                        .describeStackResourceDrifts(r -> r.stackName("hiding"))
                        .stackResourceDrifts()
                        .getFirst();
        assertThat(drift.stackResourceDriftStatusAsString()).isEqualTo("MODIFIED");
        assertThat(drift.toString()).doesNotContain("not-to-be-told").contains("****");
    }

    @Test
    void functionsAndApisOfAStackAreRead() throws JsonProcessingException {
        stacks.created(
                "controlled",
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: controlled
                      Runtime: python3.13
                      Handler: index.handler
                      InlineCode: 'def handler(event, context): return 1'
                      MemorySize: 256
                      Environment: {Variables: {STAGE: dev}}
                      Tags: {team: red}
                      FunctionUrlConfig: {AuthType: NONE}
                      Events:
                        Get: {Type: Api, Properties: {Path: /a, Method: get}}
                """);
        JsonNode function = resources.read("AWS::Lambda::Function", "controlled");
        assertThat(function.path("MemorySize").asInt()).isEqualTo(256);
        assertThat(function.path("Environment").path("Variables").path("STAGE").asText())
                .isEqualTo("dev");
        assertThat(function.path("Arn").asText()).endsWith(":function:controlled");
        assertThat(function.path("Tags").toString())
                .contains("{\"Key\":\"team\",\"Value\":\"red\"}");
        assertThat(resources.read("AWS::Lambda::Url", "controlled").path("FunctionUrl").asText())
                .startsWith("http");
        String api = physical("controlled", "ServerlessRestApi");
        assertThat(resources.read("AWS::ApiGateway::RestApi", api).path("Name").asText())
                .isEqualTo("controlled");
        assertThat(
                        resources
                                .read("AWS::ApiGateway::Stage", api + "|Prod")
                                .path("StageName")
                                .asText())
                .isEqualTo("Prod");
        assertThat(
                        control.listResources(
                                        r ->
                                                r.typeName("AWS::ApiGateway::Stage")
                                                        .resourceModel(
                                                                "{\"RestApiId\": \"" + api + "\"}"))
                                .resourceDescriptions())
                .extracting(ResourceDescription::identifier)
                .contains(api + "|Prod");
        assertThatThrownBy(() -> control.listResources(r -> r.typeName("AWS::ApiGateway::Stage")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Required property: [RestApiId]");
    }

    @Test
    void whatIsChangedBehindAStacksBackIsFound() {
        stacks.created(
                "drifting",
                """
                Resources:
                  A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /drift/a, RetentionInDays: 7}}
                  B: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /drift/b}}
                  C: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /drift/c, RetentionInDays: 7}}
                  D:
                    Type: AWS::Logs::LogStream
                    Properties: {LogGroupName: !Ref A, LogStreamName: s}
                """);
        CloudFormationClient client = stacks.client();
        assertThat(stacks.drift("drifting").stackDriftStatusAsString()).isEqualTo("IN_SYNC");
        resources.over(
                control.updateResource(
                                r ->
                                        r.typeName(GROUP)
                                                .identifier("/drift/a")
                                                .patchDocument(
                                                        "[{\"op\": \"replace\", \"path\":"
                                                            + " \"/RetentionInDays\", \"value\":"
                                                            + " 30}]"))
                        .progressEvent());
        resources.over(
                control.deleteResource(r -> r.typeName(GROUP).identifier("/drift/b"))
                        .progressEvent());

        DescribeStackDriftDetectionStatusResponse found = stacks.drift("drifting");

        assertThat(found.stackDriftStatusAsString()).isEqualTo("DRIFTED");
        assertThat(found.driftedStackResourceCount()).isEqualTo(2);
        assertThat(stacks.describe("drifting").driftInformation().stackDriftStatusAsString())
                .isEqualTo("DRIFTED");
        assertThat(
                        client.describeStackResourceDrifts(r -> r.stackName("drifting"))
                                .stackResourceDrifts())
                .extracting(
                        StackResourceDrift::logicalResourceId,
                        StackResourceDrift::stackResourceDriftStatusAsString)
                .containsExactly(
                        tuple("A", "MODIFIED"),
                        tuple("B", "DELETED"),
                        tuple("C", "IN_SYNC"),
                        tuple("D", "NOT_CHECKED"));
        PropertyDifference difference =
                client.detectStackResourceDrift(r -> r.stackName("drifting").logicalResourceId("A"))
                        .stackResourceDrift()
                        .propertyDifferences()
                        .getFirst();
        assertThat(difference.propertyPath()).isEqualTo("/RetentionInDays");
        assertThat(difference.expectedValue()).isEqualTo("7");
        assertThat(difference.actualValue()).isEqualTo("30");
        assertThat(difference.differenceTypeAsString()).isEqualTo("NOT_EQUAL");
    }

    @Test
    void aFunctionThatNobodyTouchedIsInSync() {
        stacks.created(
                "insync",
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.13
                      Handler: index.handler
                      InlineCode: 'def handler(event, context): return 1'
                      MemorySize: 256
                      Timeout: 9
                      Environment: {Variables: {STAGE: dev}}
                      Tags: {team: red}
                      Events:
                        Get: {Type: Api, Properties: {Path: /a, Method: get}}
                        Http: {Type: HttpApi, Properties: {Path: /b, Method: get}}
                """);

        assertThat(stacks.drift("insync").stackDriftStatusAsString())
                .as(
                        () ->
                                stacks
                                        .client()
                                        .describeStackResourceDrifts(r -> r.stackName("insync"))
                                        .stackResourceDrifts()
                                        .stream()
                                        .filter(each -> !each.propertyDifferences().isEmpty())
                                        .map(StackResourceDrift::propertyDifferences)
                                        .toList()
                                        .toString())
                .isEqualTo("IN_SYNC");
    }

    @Test
    void aStackPolicyDecidesWhatUpdatesMayChange() {
        String template =
                """
                Resources:
                  A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /policy/a, RetentionInDays: %d}}
                """;
        CloudFormationClient client = stacks.client();
        String allowed =
                "{\"Effect\": \"Allow\", \"Action\": \"Update:*\", \"Principal\": \"*\","
                        + " \"Resource\": \"*\"}";
        String policy =
                "{\"Statement\": ["
                        + allowed
                        + ", {\"Effect\": \"Deny\", \"Action\": [\"Update:Modify\"], \"Principal\":"
                        + " \"*\", \"Resource\": \"LogicalResourceId/A\"}]}";
        client.createStack(
                r ->
                        r.stackName("ruled")
                                .templateBody(template.formatted(7))
                                .stackPolicyBody(policy));
        stacks.await("ruled", "CREATE_COMPLETE");
        assertThat(client.getStackPolicy(r -> r.stackName("ruled")).stackPolicyBody())
                .isEqualTo(policy);

        stacks.update("ruled", template.formatted(14));

        stacks.await("ruled", "UPDATE_ROLLBACK_COMPLETE");
        assertThat(stacks.events("ruled"))
                .extracting(e -> e.resourceStatusReason())
                .contains(
                        "Action denied by stack policy: Statement [#2] does not allow"
                                + " [Update:Modify] for resource [LogicalResourceId/A]");
        client.updateStack(
                r ->
                        r.stackName("ruled")
                                .templateBody(template.formatted(14))
                                .stackPolicyDuringUpdateBody("{\"Statement\": [" + allowed + "]}"));
        stacks.await("ruled", "UPDATE_COMPLETE");
        assertThat(client.getStackPolicy(r -> r.stackName("ruled")).stackPolicyBody())
                .isEqualTo(policy);
        assertThatThrownBy(
                        () ->
                                client.setStackPolicy(
                                        r -> r.stackName("ruled").stackPolicyBody("{}")))
                .hasMessageContaining("Error validating stack policy");
    }

    @Test
    void eventsTellTheirOperation() {
        CloudFormationClient client = stacks.client();
        String operation =
                client.createStack(
                                r ->
                                        r.stackName("told")
                                                .clientRequestToken("mine")
                                                .templateBody(
                                                        "Resources: {A: {Type:"
                                                                + " 'AWS::Logs::LogGroup'}}"))
                        .operationId();
        stacks.await("told", "CREATE_COMPLETE");
        stacks.deleted("told");

        assertThat(client.describeEvents(r -> r.operationId(operation)).operationEvents())
                .isNotEmpty()
                .allMatch(event -> event.clientRequestToken().equals("mine"))
                .allMatch(event -> event.operationTypeAsString().equals("CREATE_STACK"))
                .first()
                .satisfies(
                        event ->
                                assertThat(event.operationStatusAsString()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void aWaitConditionIsMadeOnceItsHandleIsSignalled() throws Exception {
        stacks.create(
                "waiting",
                """
                Resources:
                  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
                  Condition:
                    Type: AWS::CloudFormation::WaitCondition
                    Properties: {Handle: !Ref Handle, Timeout: 60, Count: 2}
                Outputs: {Data: {Value: !GetAtt Condition.Data}}
                """);
        String url =
                Eventually.value(
                        () -> physical("waiting", "Handle"), found -> found.startsWith("https://"));
        signal(url, "{\"Status\": \"SUCCESS\", \"UniqueId\": \"a\", \"Data\": \"1\"}");
        signal(url, "{\"Status\": \"SUCCESS\", \"UniqueId\": \"b\", \"Data\": \"2\"}");

        assertThat(LiveStacks.outputs(stacks.await("waiting", "CREATE_COMPLETE")))
                .containsEntry("Data", "{\"a\":\"1\",\"b\":\"2\"}");
        stacks.deleted("waiting");
    }

    private static void signal(String url, String body) throws Exception {
        URI put = URI.create("http://127.0.0.1:" + started.port() + URI.create(url).getPath());
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(
                            http.send(
                                            HttpRequest.newBuilder(put)
                                                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                                                    .build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Empty where it is not there yet. */
    private static String physical(String stack, String id) {
        return stacks
                .client()
                .describeStackResources(r -> r.stackName(stack))
                .stackResources()
                .stream()
                .filter(each -> each.logicalResourceId().equals(id))
                .map(each -> String.valueOf(each.physicalResourceId()))
                .findFirst()
                .orElse("");
    }
}
