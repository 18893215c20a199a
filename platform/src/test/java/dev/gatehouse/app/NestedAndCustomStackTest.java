package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
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
            import json, urllib.error, urllib.request

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
                    "Data": {"Seen": json.dumps(wanted.get("Value")),
                             "Before": event.get("PhysicalResourceId", "nothing")},
                }
                put(event, response)
                try:
                    put(event, {"Status": "FAILED", "Reason": "the second time"})
                except urllib.error.HTTPError as late:
                    print(late)

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
    void aChangeSetShowsAndMakesWhatIsInNestedStacks() {
        inner("reviewed.yaml", "one");
        String outer = outer("reviewed.yaml", "/reviewed");

        String set = changeSet("reviewed", "first", ChangeSetType.CREATE, outer);
        ResourceChange added = change(set, "Inner");
        DescribeChangeSetResponse nested = describe(added.changeSetId());
        String inner = nested.stackId();

        assertThat(describe(set).includeNestedStacks()).isTrue();
        assertThat(added.actionAsString()).isEqualTo("Add");
        assertThat(nested.parentChangeSetId()).isEqualTo(set);
        assertThat(nested.rootChangeSetId()).isEqualTo(set);
        assertThat(nested.changeSetName()).startsWith("first-Inner-");
        assertThat(nested.changes())
                .extracting(each -> each.resourceChange().logicalResourceId())
                .containsExactly("Parameter");
        assertThat(stacks.describe(inner).stackStatus()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
        assertThatThrownBy(
                        () ->
                                stacks.client()
                                        .executeChangeSet(
                                                r -> r.changeSetName(nested.changeSetId())))
                .isInstanceOf(InvalidChangeSetStatusException.class);

        execute(set);
        Stack made = stacks.await("reviewed", "CREATE_COMPLETE");
        assertThat(stacks.describe(inner).stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(stacks.describe(inner).parentId()).isEqualTo(made.stackId());
        assertThat(stacks.describe(inner).rootId()).isEqualTo(made.stackId());
        assertThat(describe(nested.changeSetId()).executionStatusAsString())
                .isEqualTo("EXECUTE_COMPLETE");

        String same = changeSet("reviewed", "same", ChangeSetType.UPDATE, outer);
        assertThat(describe(same).statusReason()).contains("didn't contain changes");
        inner("reviewed.yaml", "two");
        String second = changeSet("reviewed", "second", ChangeSetType.UPDATE, outer);
        ResourceChange modified = change(second, "Inner");
        assertThat(modified.details().getFirst().changeSourceAsString()).isEqualTo("Automatic");
        assertThat(change(modified.changeSetId(), "Parameter").actionAsString())
                .isEqualTo("Modify");
        // What was looked at is made, whatever the object is by then.
        inner("reviewed.yaml", "three");
        execute(second);
        stacks.await("reviewed", "UPDATE_COMPLETE");
        assertThat(value("/reviewed")).isEqualTo("two");
        stacks.deleted("reviewed");
    }

    @Test
    void nestedStacksThatOnlyWaitForAChangeSetGoWithIt() {
        inner("waiting.yaml", "one");
        String set =
                changeSet(
                        "waiting",
                        "first",
                        ChangeSetType.CREATE,
                        outer("waiting.yaml", "/waiting"));
        String nested = change(set, "Inner").changeSetId();
        String inner = describe(nested).stackId();

        stacks.client().deleteChangeSet(r -> r.changeSetName(set));

        assertThat(stacks.describe(inner).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThatThrownBy(() -> describe(nested)).isInstanceOf(ChangeSetNotFoundException.class);
        stacks.deleted("waiting");
    }

    @Test
    void anUpdateLooksIntoNestedStacksAndBringsBackWhatTheyWere() {
        inner("looked.yaml", "one");
        String outer = outer("looked.yaml", "/looked");
        stacks.created("looked", outer);

        inner("looked.yaml", "two");
        stacks.updated("looked", outer);
        assertThat(value("/looked")).isEqualTo("two");

        inner("looked.yaml", "three");
        stacks.update(
                "looked",
                outer
                        + """
                          Bad:
                            Type: AWS::SSM::Parameter
                            DependsOn: Inner
                            Properties: {Name: aws-reserved, Type: String, Value: x}
                        """);
        stacks.await("looked", "UPDATE_ROLLBACK_COMPLETE");
        assertThat(value("/looked")).isEqualTo("two");
        stacks.deleted("looked");
    }

    @Test
    void nestedStacksTakeWhatWasAcknowledgedForTheWhole() {
        template(
                "role.yaml",
                """
                Parameters: {Name: {Type: String}}
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          - Effect: Allow
                            Principal: {Service: lambda.amazonaws.com}
                            Action: sts:AssumeRole
                """);

        stacks.client()
                .createStack(
                        r -> r.stackName("silent-iam").templateBody(outer("role.yaml", "/unused")));
        stacks.await("silent-iam", "ROLLBACK_COMPLETE");

        assertThat(stacks.events("silent-iam"))
                .map(StackEvent::resourceStatusReason)
                .anyMatch(
                        reason ->
                                reason != null
                                        && reason.contains(
                                                "Requires capabilities : [CAPABILITY_IAM]"));
        stacks.deleted("silent-iam");
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
        stacks.created("stuck", outer("stuck.yaml", "one"));
        stacks.update("stuck", outer("stuck.yaml", "two"));
        stacks.await("stuck", "UPDATE_ROLLBACK_FAILED");

        assertThatThrownBy(() -> goOn("stuck", "Other.Thing"))
                .hasMessageContaining("No nested stack [Other]");
        goOn("stuck", "Inner.Thing");
        stacks.await("stuck", "UPDATE_ROLLBACK_COMPLETE");
        stacks.deleted("stuck");
    }

    private static void goOn(String stack, String skipped) {
        stacks.client().continueUpdateRollback(r -> r.stackName(stack).resourcesToSkip(skipped));
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

    private static void inner(String key, String value) {
        template(
                key,
                """
                Parameters: {Name: {Type: String}}
                Resources:
                  Parameter:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: !Ref Name, Type: String, Value: %s}
                """
                        .formatted(value));
    }

    private static String changeSet(
            String stack, String name, ChangeSetType type, String template) {
        return stacks.client()
                .createChangeSet(
                        r ->
                                r.stackName(stack)
                                        .changeSetName(name)
                                        .changeSetType(type)
                                        .templateBody(template)
                                        .includeNestedStacks(true))
                .id();
    }

    private static DescribeChangeSetResponse describe(String set) {
        return stacks.client().describeChangeSet(r -> r.changeSetName(set));
    }

    private static ResourceChange change(String set, String logicalId) {
        return describe(set).changes().stream()
                .map(Change::resourceChange)
                .filter(each -> each.logicalResourceId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static void execute(String set) {
        stacks.client().executeChangeSet(r -> r.changeSetName(set));
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
