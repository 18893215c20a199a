package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.ResourceSignalStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Stacks within stacks, and resources that a function makes. */
@Tag("node")
class NestedAndCustomStackTest {
    /** Responds as cfn-response does, and a second time, which is one too many. */
    private static final String FUNCTION =
            """
            import json, urllib.request

            def handler(event, context):
                print(event["RequestType"], event.get("PhysicalResourceId"))
                wanted = event["ResourceProperties"]
                response = {
                    "Status": "FAILED" if wanted.get("Fail") == event["RequestType"] else "SUCCESS",
                    "Reason": "as it was told",
                    "PhysicalResourceId": wanted["Id"],
                    "StackId": event["StackId"],
                    "RequestId": event["RequestId"],
                    "LogicalResourceId": event["LogicalResourceId"],
                    "NoEcho": wanted.get("Hidden") == "true",
                    "Data": {"Seen": json.dumps(wanted.get("Value")),
                             "Before": event.get("PhysicalResourceId", "nothing")},
                }
                put(event, response)
                put(event, {"Status": "FAILED", "Reason": "the second time"})
                print("Both taken")

            def put(event, response):
                body = json.dumps(response).encode()
                url = event["ResponseURL"]
                request = urllib.request.Request(url, body, {"content-type": ""}, method="PUT")
                urllib.request.urlopen(request).read()
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveStacks stacks;
    private static S3Client s3;
    private static SsmClient ssm;
    private static String function;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        s3 = node.client(S3Client.builder().forcePathStyle(true));
        ssm = node.client(SsmClient.builder());
        s3.createBucket(r -> r.bucket("templates"));
        try (LambdaClient lambda = node.lambda()) {
            function = node.python(lambda, "custom", node.role("custom"), FUNCTION).functionArn();
        }
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void aStackInAStackIsMadeChangedAndRemovedWithIt() {
        template(
                "inner.yaml",
                """
                Parameters: {Value: {Type: String}, Several: {Type: CommaDelimitedList}}
                Resources:
                  Parameter:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /nested/value, Type: String, Value: !Ref Value}
                Outputs:
                  Name: {Value: !Ref Parameter}
                  Second: {Value: !Select [1, !Ref Several]}
                """);
        String outer =
                """
                Resources:
                  Inner:
                    Type: AWS::CloudFormation::Stack
                    Properties:
                      TemplateURL: https://s3.us-east-1.amazonaws.com/templates/inner.yaml
                      Parameters: {Value: %s, Several: [a, b]}
                  After:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: /nested/after
                      Type: String
                      Value: !GetAtt Inner.Outputs.Name
                Outputs:
                  Second: {Value: !GetAtt Inner.Outputs.Second}
                  Inner: {Value: !Ref Inner}
                """;

        Stack made = stacks.created("outer", outer.formatted("one"));

        String inner = LiveStacks.outputs(made).get("Inner");
        assertThat(LiveStacks.outputs(made)).containsEntry("Second", "b");
        assertThat(stacks.describe(inner).stackName()).startsWith("outer-Inner-");
        assertThat(value("/nested/value")).isEqualTo("one");
        assertThat(value("/nested/after")).isEqualTo("/nested/value");

        stacks.updated("outer", outer.formatted("two"));
        assertThat(value("/nested/value")).isEqualTo("two");
        assertThat(stacks.describe(inner).stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);

        stacks.deleted("outer");
        assertThat(stacks.describe(inner).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThatThrownBy(() -> value("/nested/value"));
    }

    @Test
    void aStackRollsBackWithTheOneInIt() {
        template(
                "bad.yaml",
                """
                Resources:
                  Good: {Type: AWS::S3::Bucket}
                  Bad:
                    Type: AWS::SSM::Parameter
                    DependsOn: Good
                    Properties: {Name: aws-reserved, Type: String, Value: x}
                """);

        stacks.create(
                "broken",
                """
                Resources:
                  Inner:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: 'http://localhost/templates/bad.yaml'}
                """);
        Stack failed = stacks.await("broken", "ROLLBACK_COMPLETE");

        assertThat(stacks.events(failed.stackId()))
                .map(StackEvent::resourceStatusReason)
                .anyMatch(
                        reason ->
                                reason != null
                                        && reason.contains("was not successfully created: ")
                                        && reason.contains("failed to create: [Bad]"));
        assertThat(s3.listBuckets().buckets()).noneMatch(each -> each.name().startsWith("broken"));
        stacks.deleted("broken");
    }

    @Test
    void aRollBackGoesOnWithoutAResourceOfANestedStack() {
        template(
                "stuck.yaml",
                """
                Parameters: {Name: {Type: String}}
                Resources:
                  Thing:
                    Type: Custom::Thing
                    Properties: {ServiceToken: '%s', Id: same, Value: !Ref Name, Fail: Update}
                """
                        .formatted(function));
        template(
                "between.yaml",
                "Parameters: {Name: {Type: String}}\n" + outer("stuck.yaml", "!Ref Name"));
        Stack made = stacks.created("stuck", outer("between.yaml", "one"));
        String between = within(made.stackId());
        String deepest = stacks.describe(within(between)).stackName();
        stacks.update("stuck", outer("between.yaml", "two"));
        stacks.await("stuck", "UPDATE_ROLLBACK_FAILED");

        assertThatThrownBy(() -> goOn("stuck", "Inner.Thing"))
                .hasMessageContaining("No nested stack [Inner]");
        assertThatThrownBy(() -> goOn("stuck", deepest + ".Other"))
                .hasMessageContaining("must be in the UPDATE_FAILED state: [Other]");
        goOn("stuck", deepest + ".Thing");
        stacks.await("stuck", "UPDATE_ROLLBACK_COMPLETE");
        stacks.deleted("stuck");
    }

    private static String within(String stack) {
        return stacks.client()
                .describeStackResource(r -> r.stackName(stack).logicalResourceId("Inner"))
                .stackResourceDetail()
                .physicalResourceId();
    }

    @Test
    void aNestedStackTellsNoTopicsAnyMore() {
        template("quiet.yaml", "Resources: {Group: {Type: AWS::Logs::LogGroup}}");
        String outer =
                """
                Resources:
                  Inner:
                    Type: AWS::CloudFormation::Stack
                    Properties:
                      TemplateURL: https://s3.us-east-1.amazonaws.com/templates/quiet.yaml
                """;
        String topic = "arn:aws:sns:us-east-1:000000000000:topic";

        Stack made = stacks.created("quiet", outer + "      NotificationARNs: [" + topic + "]\n");
        String inner = within(made.stackId());
        assertThat(stacks.describe(inner).notificationARNs()).containsExactly(topic);
        stacks.updated("quiet", outer);
        assertThat(stacks.describe(inner).notificationARNs()).isEmpty();
        stacks.deleted("quiet");
    }

    private static String outer(String template, String name) {
        return """
        Resources:
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: https://s3.us-east-1.amazonaws.com/templates/%s
              Parameters: {Name: %s}
        """
                .formatted(template, name);
    }

    private static void goOn(String stack, String skipped) {
        stacks.client().continueUpdateRollback(r -> r.stackName(stack).resourcesToSkip(skipped));
    }

    @Test
    void aFunctionMakesChangesAndRemovesAResource() {
        String template =
                """
                Resources:
                  Thing:
                    Type: Custom::Thing
                    Properties:
                      ServiceToken: %s
                      Id: %s
                      Value: {Count: 3, On: true}
                      Fail: %s
                Outputs:
                  Id: {Value: !Ref Thing}
                  Seen: {Value: !GetAtt Thing.Seen}
                  Before: {Value: !GetAtt Thing.Before}
                """;

        Stack made = stacks.created("things", template.formatted(function, "first", "never"));
        assertThat(LiveStacks.outputs(made))
                .containsEntry("Id", "first")
                .containsEntry("Seen", "{\"Count\": \"3\", \"On\": \"true\"}")
                .containsEntry("Before", "nothing");

        Stack changed = stacks.updated("things", template.formatted(function, "second", "never"));
        assertThat(LiveStacks.outputs(changed))
                .containsEntry("Id", "second")
                .containsEntry("Before", "first");
        assertThat(removed("things")).containsExactly("first");

        stacks.update("things", template.formatted(function, "second", "Update"));
        stacks.await("things", "UPDATE_ROLLBACK_COMPLETE");
        assertThat(stacks.events("things"))
                .map(StackEvent::resourceStatusReason)
                .anyMatch(
                        reason ->
                                reason != null
                                        && reason.startsWith(
                                                "Received response status [FAILED] from custom"
                                                        + " resource. Message returned: as it was"
                                                        + " told (RequestId: "));
        stacks.deleted("things");
        whatItHidesIsUsedButNotShown();
    }

    /** CloudFormation User Guide, "Custom resource response objects", NoEcho. */
    private static void whatItHidesIsUsedButNotShown() {
        String template =
                """
                Resources:
                  Thing:
                    Type: Custom::Thing
                    Properties: {ServiceToken: '%s', Id: hidden, Value: word, Hidden: true}
                  Uses:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /hidden, Type: String, Value: !GetAtt Thing.Seen}
                Outputs:
                  Seen: {Value: !Sub 'it is ${Thing.Seen}'}
                """
                        .formatted(function);

        Stack made = stacks.created("hiding", template);

        assertThat(LiveStacks.outputs(made)).containsEntry("Seen", "it is *****");
        assertThat(value("/hidden")).isEqualTo("\"word\"");
        stacks.updated("hiding", template.replace("it is", "there is"));
        assertThat(value("/hidden")).isEqualTo("\"word\"");
        assertThat(stacks.events("hiding"))
                .filteredOn(event -> event.logicalResourceId().equals("Uses"))
                .extracting(StackEvent::resourceProperties)
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told).contains("*****").doesNotContain("word"));
        stacks.drift("hiding");
        assertThat(
                        stacks.client()
                                .describeStackResourceDrifts(r -> r.stackName("hiding"))
                                .stackResourceDrifts())
                .filteredOn(drift -> drift.logicalResourceId().equals("Uses"))
                .singleElement()
                .satisfies(drift -> assertThat(drift.toString()).doesNotContain("word"));
        stacks.deleted("hiding");
    }

    @Test
    void whatAFunctionDoesNotMakeRollsBack() {
        String template =
                """
                Resources:
                  Silent:
                    Type: AWS::CloudFormation::CustomResource
                    Properties: {ServiceToken: '%s', ServiceTimeout: 1, Id: x}
                """;
        String nobody = function.replace("custom", "nobody");

        stacks.create("silent", template.formatted(nobody));
        stacks.await("silent", "ROLLBACK_COMPLETE");
        assertThat(stacks.events("silent"))
                .map(StackEvent::resourceStatusReason)
                .anyMatch(reason -> reason != null && reason.contains("Function not found"));
        stacks.deleted("silent");
    }

    @Test
    void aWaitConditionWithACreationPolicyWaitsForSignalsToItself() {
        String template =
                """
                Parameters: {Many: {Type: Number, Default: 2}}
                Resources:
                  Ready:
                    Type: AWS::CloudFormation::WaitCondition
                    CreationPolicy: {ResourceSignal: {Count: !Ref Many, Timeout: PT%s}}
                """;
        stacks.create("signalled", template.formatted("5M"));
        Eventually.value(
                () -> stacks.events("signalled"),
                events ->
                        events.stream().anyMatch(each -> each.logicalResourceId().equals("Ready")));
        signal("signalled", "a", ResourceSignalStatus.SUCCESS);
        signal("signalled", "b", ResourceSignalStatus.SUCCESS);
        stacks.await("signalled", "CREATE_COMPLETE");
        assertThat(stacks.events("signalled"))
                .map(StackEvent::resourceStatusReason)
                .contains("Received SUCCESS signal with UniqueId b");
        assertThatThrownBy(() -> signal("signalled", "c", ResourceSignalStatus.FAILURE))
                .hasMessageContaining("CREATE_COMPLETE state and cannot be signaled");
        stacks.deleted("signalled");

        stacks.create("unheard", template.formatted("1S"));
        stacks.await("unheard", "ROLLBACK_COMPLETE");
        assertThat(stacks.events("unheard"))
                .map(StackEvent::resourceStatusReason)
                .contains("Failed to receive 2 resource signal(s) within the specified duration");
        stacks.deleted("unheard");
        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "elsewhere",
                                        "Resources: {B: {Type: AWS::S3::Bucket, CreationPolicy:"
                                                + " {ResourceSignal: {}}}}"))
                .hasMessageContaining("'CreationPolicy' of resource B");
    }

    private static void signal(String stack, String id, ResourceSignalStatus status) {
        stacks.client()
                .signalResource(
                        r ->
                                r.stackName(stack)
                                        .logicalResourceId("Ready")
                                        .uniqueId(id)
                                        .status(status));
    }

    private static List<String> removed(String stack) {
        return stacks.events(stack).stream()
                .filter(event -> event.resourceStatusAsString().equals("DELETE_COMPLETE"))
                .map(StackEvent::physicalResourceId)
                .toList();
    }

    private static String value(String name) {
        return ssm.getParameter(r -> r.name(name)).parameter().value();
    }

    private static void template(String key, String text) {
        s3.putObject(r -> r.bucket("templates").key(key), RequestBody.fromString(text));
    }
}
