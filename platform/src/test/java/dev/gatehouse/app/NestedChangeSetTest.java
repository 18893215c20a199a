package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Change sets and updates that look into nested stacks, as {@code cdk deploy} has it done. */
@Tag("node")
class NestedChangeSetTest {
    @TempDir static Path data;
    private static Node started;
    private static LiveStacks stacks;
    private static S3Client s3;
    private static SsmClient ssm;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        s3 = node.client(S3Client.builder().forcePathStyle(true));
        ssm = node.client(SsmClient.builder());
        s3.createBucket(r -> r.bucket("templates"));
    }

    @AfterAll
    static void stop() {
        started.close();
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

    /** API reference of CreateChangeSet, ClientToken. */
    @Test
    void aChangeSetThatIsAskedForAgainByItsTokenIsTheOneThatIsThere() {
        String template = "Resources: {Kept: {Type: AWS::CloudFormation::WaitConditionHandle}}";
        UnaryOperator<CreateChangeSetRequest.Builder> asked =
                r ->
                        r.stackName("again")
                                .changeSetName("once")
                                .changeSetType(ChangeSetType.CREATE)
                                .templateBody(template);
        String first = stacks.client().createChangeSet(r -> asked.apply(r).clientToken("one")).id();

        assertThat(stacks.client().createChangeSet(r -> asked.apply(r).clientToken("one")).id())
                .isEqualTo(first);
        assertThatThrownBy(
                        () ->
                                stacks.client()
                                        .createChangeSet(r -> asked.apply(r).clientToken("other")))
                .isInstanceOf(AlreadyExistsException.class);
        stacks.deleted("again");
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
    void aTemplateThatNestsItselfHasAnEnd() {
        String endless =
                """
                Resources:
                  Inner:
                    Type: AWS::CloudFormation::Stack
                    Properties:
                      TemplateURL: https://s3.us-east-1.amazonaws.com/templates/endless.yaml
                """;
        template("endless.yaml", endless);

        assertThatThrownBy(() -> changeSet("endless", "first", ChangeSetType.CREATE, endless))
                .hasMessageContaining("no stack can be nested in it");
        stacks.create("endless", endless);
        stacks.await("endless", "ROLLBACK_COMPLETE");
        assertThat(stacks.events("endless"))
                .map(StackEvent::resourceStatusReason)
                .anyMatch(reason -> reason != null && reason.contains("Embedded stack"));
        stacks.deleted("endless");
    }

    @Test
    void anImportLeavesNestedStacksAsTheyAre() {
        inner("imported.yaml", "one");
        String outer = outer("imported.yaml", "/imported");
        stacks.created("importing", outer);
        inner("imported.yaml", "two");
        s3.createBucket(r -> r.bucket("found"));

        String set =
                stacks.client()
                        .createChangeSet(
                                r ->
                                        r.stackName("importing")
                                                .changeSetName("import")
                                                .changeSetType(ChangeSetType.IMPORT)
                                                .templateBody(
                                                        outer
                                                                + """
                                                                  Found:
                                                                    Type: AWS::S3::Bucket
                                                                    DeletionPolicy: Retain
                                                                    Properties: {BucketName: found}
                                                                """)
                                                .resourcesToImport(
                                                        ResourceToImport.builder()
                                                                .resourceType("AWS::S3::Bucket")
                                                                .logicalResourceId("Found")
                                                                .resourceIdentifier(
                                                                        Map.of(
                                                                                "BucketName",
                                                                                "found"))
                                                                .build()))
                        .id();
        assertThat(describe(set).changes())
                .extracting(each -> each.resourceChange().logicalResourceId())
                .containsExactly("Found");
        execute(set);
        stacks.await("importing", "IMPORT_COMPLETE");

        assertThat(value("/imported")).isEqualTo("one");
        stacks.deleted("importing");
        s3.deleteBucket(r -> r.bucket("found"));
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

    private static String value(String name) {
        return ssm.getParameter(r -> r.name(name)).parameter().value();
    }

    private static void template(String key, String text) {
        s3.putObject(r -> r.bucket("templates").key(key), RequestBody.fromString(text));
    }
}
