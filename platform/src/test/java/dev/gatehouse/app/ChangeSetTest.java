package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Change sets as {@code aws cloudformation deploy} and {@code sam deploy} use them. */
@Tag("node")
class ChangeSetTest {
    @TempDir static Path data;

    private static Node started;

    private static LiveNode node;

    private static LiveStacks live;

    private static CloudFormationClient stacks;
    private static ChangeSets made;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        live = LiveStacks.of(node);
        stacks = live.client();
        made = new ChangeSets(stacks);
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void aStackIsUnderReviewUntilTheChangeSetThatCreatesItIsExecuted() {
        String outputs = "Outputs: {Made: {Value: !Ref First}}\n";
        String id = made.creating("reviewed", "first", groups("/reviewed/a", 7) + outputs);

        assertThat(live.describe("reviewed").stackStatusAsString()).isEqualTo("REVIEW_IN_PROGRESS");
        DescribeChangeSetResponse set = made.describe("reviewed", "first");
        assertThat(set.changeSetId()).isEqualTo(id);
        assertThat(set.statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(set.executionStatusAsString()).isEqualTo("AVAILABLE");
        assertThat(set.changes())
                .extracting(c -> c.resourceChange().actionAsString())
                .containsExactly("Add", "Add");
        assertThat(stacks.listStackResources(r -> r.stackName("reviewed")).stackResourceSummaries())
                .isEmpty();

        stacks.executeChangeSet(r -> r.changeSetName(id));
        live.await("reviewed", "CREATE_COMPLETE");
        assertThat(made.describe(null, id).executionStatusAsString()).isEqualTo("EXECUTE_COMPLETE");
        assertThatThrownBy(() -> stacks.executeChangeSet(r -> r.changeSetName(id)))
                .isInstanceOf(InvalidChangeSetStatusException.class)
                .hasMessageContaining("execution status of [EXECUTE_COMPLETE]");
        assertThat(made.sets("reviewed")).isEmpty();
    }

    @Test
    void itTellsWhatWouldBeAddedChangedReplacedAndRemoved() {
        live.created("told", groups("/told/a", 7) + role("told-role", "before"));

        made.changing(
                "told",
                "next",
                """
                Resources:
                  First: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /told/b}}
                  Second:
                    Type: AWS::Logs::LogGroup
                    Properties: {LogGroupName: !Sub '${First}/child', RetentionInDays: 14}
                  Third: {Type: AWS::Logs::LogGroup}
                """);

        assertThat(made.describe("told", "next").changes())
                .extracting(change -> change.resourceChange())
                .extracting(
                        ResourceChange::actionAsString,
                        ResourceChange::logicalResourceId,
                        ResourceChange::physicalResourceId,
                        ResourceChange::replacementAsString)
                .containsExactlyInAnyOrder(
                        tuple("Modify", "First", "/told/a", "True"),
                        tuple("Modify", "Second", "/told/a/child", "Conditional"),
                        tuple("Add", "Third", null, null),
                        tuple("Remove", "Role", "told-role", null));
        ResourceChange second = made.change("told", "next", "Second");
        assertThat(second.details())
                .extracting(
                        detail -> detail.target().name(),
                        detail -> detail.target().requiresRecreationAsString(),
                        detail -> detail.evaluationAsString())
                .containsExactly(
                        tuple("LogGroupName", "Conditionally", "Dynamic"),
                        tuple("RetentionInDays", "Never", "Static"));
    }

    @Test
    void propertyValuesAreShownToThoseWhoAskButNeverSecrets() {
        String template =
                """
                Parameters: {Secret: {Type: String, NoEcho: true}, Days: {Type: Number, Default: 7}}
                Resources:
                  Group: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      Description: !Ref Secret
                      AssumeRolePolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: {Service: lambda.amazonaws.com}
                          Action: sts:AssumeRole
                """;
        live.created("secret", template, parameter("Secret", "swordfish"));
        assertThat(live.describe("secret").parameters())
                .extracting(Parameter::parameterKey, Parameter::parameterValue)
                .containsExactly(tuple("Secret", "****"), tuple("Days", "7"));

        made.change(
                ChangeSetType.UPDATE,
                "secret",
                "next",
                template,
                parameter("Secret", "shark"),
                parameter("Days", "14"));
        DescribeChangeSetResponse set =
                stacks.describeChangeSet(
                        r ->
                                r.stackName("secret")
                                        .changeSetName("next")
                                        .includePropertyValues(true));
        assertThat(set.changes())
                .extracting(change -> change.resourceChange().details().getFirst().target())
                .extracting(
                        ResourceTargetDefinition::beforeValue, ResourceTargetDefinition::afterValue)
                .containsExactlyInAnyOrder(tuple("7", "14"), tuple("****", "****"));
        assertThat(set.toString()).doesNotContain("swordfish").doesNotContain("shark");

        made.change(
                ChangeSetType.UPDATE,
                "secret",
                "plain",
                template.replace("!Ref Secret", "literal"),
                parameter("Secret", "swordfish"));
        DescribeChangeSetResponse plain =
                stacks.describeChangeSet(
                        r ->
                                r.stackName("secret")
                                        .changeSetName("plain")
                                        .includePropertyValues(true));
        assertThat(plain.toString()).contains("****").doesNotContain("swordfish");

        String events = stacks.describeStackEvents(r -> r.stackName("secret")).toString();
        assertThat(events).contains("\"Description\":\"****\"").doesNotContain("swordfish");
    }

    @Test
    void onlyTheDeletionPolicyIsAChangeToo() {
        live.created("kept", "Resources: {G: {Type: AWS::Logs::LogGroup}}");
        made.changing(
                "kept",
                "keep",
                "Resources: {G: {Type: AWS::Logs::LogGroup, DeletionPolicy: Retain}}");
        assertThat(made.change("kept", "keep", "G").scopeAsStrings())
                .containsExactly("DeletionPolicy");
        stacks.executeChangeSet(r -> r.stackName("kept").changeSetName("keep"));
        live.await("kept", "UPDATE_COMPLETE");

        String group = made.change("kept", "keep", "G").physicalResourceId();
        live.deleted("kept");
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix(group)).logGroups())
                    .hasSize(1);
        }
    }

    @Test
    void whatChangesNothingFailsInTheWordsThatToolsLookFor() {
        live.created("same", groups("/same", 7));
        made.changing("same", "nothing", "# A comment is no change.\n" + groups("/same", 7));

        DescribeChangeSetResponse set = made.describe("same", "nothing");
        assertThat(set.statusAsString()).isEqualTo("FAILED");
        assertThat(set.executionStatusAsString()).isEqualTo("UNAVAILABLE");
        assertThat(set.statusReason())
                .isEqualTo(
                        "The submitted information didn't contain changes. Submit different"
                                + " information to create a change set.");
        assertThatThrownBy(
                        () ->
                                stacks.executeChangeSet(
                                        r -> r.stackName("same").changeSetName("nothing")))
                .isInstanceOf(InvalidChangeSetStatusException.class)
                .hasMessageContaining("cannot be executed in its current status of [FAILED]");
        assertThatThrownBy(() -> live.update("same", "# Nor here.\n" + groups("/same", 7)))
                .hasMessageContaining("No updates are to be performed.");
    }

    @Test
    void aSetIsObsoleteOnceItsStackHasChanged() {
        live.created("moving", groups("/moving", 7));
        made.changing("moving", "late", groups("/moving", 14));
        live.update("moving", groups("/moving", 30));
        live.await("moving", "UPDATE_COMPLETE");

        assertThat(made.describe("moving", "late").executionStatusAsString()).isEqualTo("OBSOLETE");
        assertThatThrownBy(
                        () ->
                                stacks.executeChangeSet(
                                        r -> r.stackName("moving").changeSetName("late")))
                .isInstanceOf(InvalidChangeSetStatusException.class)
                .hasMessageContaining("execution status of [OBSOLETE]");
    }

    @Test
    void executingASetDropsTheOthersOfItsStack() {
        live.created("rivals", groups("/rivals", 7));
        made.changing("rivals", "one", groups("/rivals", 14));
        made.changing("rivals", "other", groups("/rivals", 30));
        assertThat(made.sets("rivals")).containsExactlyInAnyOrder("one", "other");
        assertThatThrownBy(() -> made.changing("rivals", "one", groups("/rivals", 60)))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("ChangeSet [one] already exists");

        stacks.executeChangeSet(r -> r.stackName("rivals").changeSetName("one"));
        live.await("rivals", "UPDATE_COMPLETE");
        assertThatThrownBy(() -> made.describe("rivals", "other"))
                .isInstanceOf(ChangeSetNotFoundException.class)
                .hasMessageContaining("ChangeSet [other] does not exist");
        stacks.deleteChangeSet(r -> r.stackName("rivals").changeSetName("other"));
    }

    @Test
    void aStackUnderReviewGoesWithItsSets() {
        made.creating("dropped", "only", groups("/dropped", 7));
        assertThatThrownBy(() -> made.changing("dropped", "update", groups("/dropped", 7)))
                .hasMessageContaining("is in REVIEW_IN_PROGRESS state and can not be updated");

        live.deleted("dropped");
        assertThatThrownBy(() -> made.describe("dropped", "only"))
                .hasMessageContaining("does not exist");
        made.creating("dropped", "only", groups("/dropped", 7));
    }

    @Test
    void theTypeMustFitTheStack() {
        live.created("there", groups("/there", 7));
        assertThatThrownBy(() -> made.creating("there", "again", groups("/there", 7)))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("Stack [there] already exists and cannot be created again");
        assertThatThrownBy(() -> made.changing("absent", "update", groups("/absent", 7)))
                .hasMessageContaining("Stack with id absent does not exist");
        assertThatThrownBy(() -> made.changing("IMPORT", "there", "import", groups("/there", 7)))
                .hasMessageContaining("must specify the resources to import");
        assertThatThrownBy(
                        () -> made.creating("broken", "set", "Resources: {Q: {Type: 'A::B::C'}}"))
                .hasMessageContaining("A::B::C");
        assertThatThrownBy(() -> live.describe("broken")).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> made.describe(null, "named"))
                .hasMessageContaining("StackName must be specified");
    }

    @Test
    void rolesAreAcknowledgedButTheTransformNeedNotBe() {
        String serverless =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      {Runtime: python3.11, Handler: index.handler, InlineCode: 'x = 1'}
                """;
        String id = made.creating("silent", "made", serverless, new Capability[0]);
        assertThat(made.describe(null, id).statusReason())
                .isEqualTo("Requires capabilities : [CAPABILITY_IAM]");
        String allowed = made.creating("silent", "said", serverless, Capability.CAPABILITY_IAM);
        assertThat(made.describe(null, allowed).statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThatThrownBy(
                        () ->
                                made.creating(
                                        "written",
                                        "set",
                                        "Resources:" + role("written", ""),
                                        Capability.CAPABILITY_IAM))
                .isInstanceOf(InsufficientCapabilitiesException.class)
                .hasMessageContaining("Requires capabilities : [CAPABILITY_NAMED_IAM]");
    }

    @Test
    void aTemplateIsReadFromS3AndSummarized() {
        String template =
                """
                AWSTemplateFormatVersion: '2010-09-09'
                Description: In a bucket
                Parameters: {Days: {Type: Number, Default: 7, AllowedValues: [7, 14]}}
                Resources:
                  G: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
                """;
        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("templates"));
            s3.putObject(
                    r -> r.bucket("templates").key("a b/t.yaml"), RequestBody.fromString(template));
        }
        String url = node.endpoint() + "/templates/a%20b/t.yaml";
        stacks.createChangeSet(
                r ->
                        r.stackName("remote")
                                .changeSetName("set")
                                .changeSetType(ChangeSetType.CREATE)
                                .templateURL(url));
        assertThat(
                        stacks.getTemplate(r -> r.stackName("remote").changeSetName("set"))
                                .templateBody())
                .isEqualTo(template);
        stacks.executeChangeSet(r -> r.stackName("remote").changeSetName("set"));
        live.await("remote", "CREATE_COMPLETE");

        String group =
                stacks.describeStackResources(r -> r.stackName("remote"))
                        .stackResources()
                        .getFirst()
                        .physicalResourceId();
        assertThat(stacks.describeStackResources(r -> r.physicalResourceId(group)).stackResources())
                .allMatch(each -> each.stackName().equals("remote"));
        assertThatThrownBy(
                        () -> stacks.listStackResources(r -> r.stackName("remote").nextToken("x")))
                .hasMessageContaining("NextToken");
        assertThatThrownBy(
                        () ->
                                stacks.deleteStack(
                                        r ->
                                                r.stackName("remote")
                                                        .deletionMode("FORCE_DELETE_STACK")))
                .hasMessageContaining("DELETE_FAILED state");

        GetTemplateSummaryResponse summary = stacks.getTemplateSummary(r -> r.stackName("remote"));
        assertThat(summary.description()).isEqualTo("In a bucket");
        assertThat(summary.version()).isEqualTo("2010-09-09");
        assertThat(summary.resourceTypes()).containsExactly("AWS::Logs::LogGroup");
        assertThat(summary.resourceIdentifierSummaries().getFirst().resourceIdentifiers())
                .containsExactly("LogGroupName");
        assertThat(summary.capabilities()).isEmpty();
        ParameterDeclaration days = summary.parameters().getFirst();
        assertThat(days.parameterType()).isEqualTo("Number");
        assertThat(days.defaultValue()).isEqualTo("7");
        assertThat(days.parameterConstraints().allowedValues()).containsExactly("7", "14");
        assertThat(stacks.getTemplateSummary(r -> r.templateURL(url)).parameters())
                .isEqualTo(summary.parameters());
    }

    @Test
    void parametersOfTypesThatNobodyServesAreRejectedByName() {
        String template =
                """
                Parameters: {Ami: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /ami}}
                Resources: {G: {Type: AWS::Logs::LogGroup}}
                """;
        assertThatThrownBy(() -> made.creating("managed", "set", template))
                .hasMessageContaining("Ami")
                .hasMessageContaining("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>")
                .hasMessageContaining("not supported");
    }

    @Test
    void aChangeSetShowsResourcesBeforeAndAfterToThoseWhoAsk() {
        live.created("shown", groups("/shown/a", 7));
        made.changing(
                "shown", "next", groups("/shown/a", 14) + "  Third: {Type: AWS::Logs::LogGroup}\n");

        ResourceChange second =
                stacks
                        .describeChangeSet(
                                r ->
                                        r.stackName("shown")
                                                .changeSetName("next")
                                                .includePropertyValues(true))
                        .changes()
                        .stream()
                        .map(change -> change.resourceChange())
                        .filter(change -> change.logicalResourceId().equals("Second"))
                        .findFirst()
                        .orElseThrow();
        assertThat(second.beforeContext())
                .contains("\"LogGroupName\":\"/shown/a/child\"")
                .contains("\"RetentionInDays\":7");
        assertThat(second.afterContext()).contains("\"RetentionInDays\":14");
        ResourceTargetDefinition days = second.details().getFirst().target();
        assertThat(days.path()).isEqualTo("/Properties/RetentionInDays");
        assertThat(days.attributeChangeTypeAsString()).isEqualTo("Modify");
        assertThat(made.change("shown", "next", "Third").afterContext()).isNull();
    }

    @Test
    void anArnThatIsNoChangeSetsNamesNone() {
        live.created("unnamed", groups("/unnamed/a", 7));
        assertThatThrownBy(() -> made.describe("unnamed", "arn:aws:cloudformation"))
                .isInstanceOf(ChangeSetNotFoundException.class);
    }

    private static String groups(String name, int days) {
        return """
        Resources:
          First: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: %s}}
          Second:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: !Sub '${First}/child', RetentionInDays: %d}
        """
                .formatted(name, days);
    }

    private static String role(String name, String description) {
        return """

          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: %s
              Description: '%s'
              AssumeRolePolicyDocument:
                Statement:
                  Effect: Allow
                  Principal: {Service: lambda.amazonaws.com}
                  Action: sts:AssumeRole
        """
                .formatted(name, description);
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }
}
