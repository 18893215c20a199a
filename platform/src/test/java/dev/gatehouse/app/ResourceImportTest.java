package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/** Resources that exist and become a stack's, as {@code cdk import} has it done. */
@Tag("node")
class ResourceImportTest {
    @TempDir static Path data;
    private static Node started;
    private static LiveStacks live;
    private static CloudFormationClient stacks;
    private static CloudWatchLogsClient logs;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        live = LiveStacks.of(node);
        stacks = live.client();
        logs = node.client(CloudWatchLogsClient.builder());
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void existingResourcesBecomeAStacksAndStayWhenItGoes() {
        logs.createLogGroup(r -> r.logGroupName("/import/a"));
        String template =
                """
                Resources:
                  Kept:
                    Type: AWS::Logs::LogGroup
                    DeletionPolicy: Retain
                    Properties: {LogGroupName: /import/a}
                """;
        importing("importing", "taken", template, group("Kept", "/import/a"));
        assertThat(live.describe("importing").stackStatusAsString())
                .isEqualTo("REVIEW_IN_PROGRESS");
        ResourceChange planned = change("importing", "taken", "Kept");
        assertThat(planned.actionAsString()).isEqualTo("Import");
        assertThat(planned.physicalResourceId()).isEqualTo("/import/a");

        stacks.executeChangeSet(r -> r.stackName("importing").changeSetName("taken"));
        live.await("importing", "IMPORT_COMPLETE");
        assertThat(live.events("importing"))
                .filteredOn(event -> event.logicalResourceId().equals("Kept"))
                .extracting(event -> event.resourceStatusAsString())
                .containsExactly("IMPORT_COMPLETE", "IMPORT_IN_PROGRESS");
        assertThatThrownBy(() -> importing("second", "set", template, group("Kept", "/import/a")))
                .hasMessageContaining("already exists in stack");

        String next =
                template
                        + """
                          Next: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /import/b}}
                        Outputs: {Arn: {Value: !GetAtt Kept.Arn}}
                        """;
        assertThat(LiveStacks.outputs(live.updated("importing", next)).get("Arn"))
                .endsWith(":log-group:/import/a:*");
        live.deleted("importing");
        assertThat(groupsNamed("/import/")).containsExactly("/import/a");
    }

    @Test
    void anImportThatCannotBeIsRejectedOrLeavesTheStackAsItWas() {
        String kept =
                "  %s: {Type: AWS::Logs::LogGroup, DeletionPolicy: Retain, Properties:"
                        + " {LogGroupName: %s}}\n";
        String template = "Resources:\n" + kept.formatted("A", "/failing/a");
        live.created("failing", template);

        String unprotected = template + "  B: {Type: AWS::Logs::LogGroup}\n";
        assertThatThrownBy(() -> importing("failing", "s", unprotected, group("B", "/failing/b")))
                .hasMessageContaining("[B] must have DeletionPolicy attribute");
        String both = template + kept.formatted("B", "/failing/b");
        assertThatThrownBy(
                        () ->
                                importing(
                                        "failing",
                                        "s",
                                        both + "Outputs: {O: {Value: 1}}\n",
                                        group("B", "/failing/b")))
                .hasMessageContaining("you cannot modify or add [Outputs]");
        importing(
                "failing",
                "more",
                both + kept.formatted("C", "/failing/c"),
                group("B", "/failing/b"));
        assertThat(describe("failing", "more").statusReason()).contains("modified resources [C]");

        importing("failing", "absent", both, group("B", "/failing/b"));
        stacks.executeChangeSet(r -> r.stackName("failing").changeSetName("absent"));
        live.await("failing", "IMPORT_ROLLBACK_COMPLETE");
        assertThat(stacks.listStackResources(r -> r.stackName("failing")).stackResourceSummaries())
                .extracting(each -> each.logicalResourceId())
                .containsExactly("A");
        assertThat(live.events("failing"))
                .anyMatch(
                        event ->
                                event.resourceStatusAsString().equals("IMPORT_FAILED")
                                        && event.resourceStatusReason().contains("was not found"));
    }

    @Test
    void whatExistsUnderAWrittenNameIsImportedByAChangeSetThatAsksForIt() {
        logs.createLogGroup(r -> r.logGroupName("/existing/a"));
        stacks.createChangeSet(
                r ->
                        r.stackName("existing")
                                .changeSetName("set")
                                .changeSetType(ChangeSetType.CREATE)
                                .importExistingResources(true)
                                .templateBody(
                                        """
                                        Resources:
                                          A:
                                            Type: AWS::Logs::LogGroup
                                            DeletionPolicy: RetainExceptOnCreate
                                            Properties: {LogGroupName: /existing/a}
                                          B:
                                            Type: AWS::Logs::LogGroup
                                            DeletionPolicy: Retain
                                            Properties: {LogGroupName: /existing/b}
                                        """));
        assertThat(describe("existing", "set").importExistingResources()).isTrue();
        assertThat(change("existing", "set", "A").actionAsString()).isEqualTo("Import");
        assertThat(change("existing", "set", "B").actionAsString()).isEqualTo("Add");

        stacks.executeChangeSet(r -> r.stackName("existing").changeSetName("set"));
        live.await("existing", "CREATE_COMPLETE");
        live.deleted("existing");
        assertThat(groupsNamed("/existing/")).containsExactly("/existing/a", "/existing/b");
    }

    @Test
    void oneStackAloneTakesAResourceThatTwoImportAtOnce() {
        logs.createLogGroup(r -> r.logGroupName("/both/a"));
        String template =
                """
                Resources:
                  Kept:
                    Type: AWS::Logs::LogGroup
                    DeletionPolicy: Retain
                    Properties: {LogGroupName: /both/a}
                """;
        List<String> both = List.of("both-one", "both-two");
        both.forEach(name -> importing(name, "set", template, group("Kept", "/both/a")));

        both.parallelStream()
                .forEach(
                        name ->
                                stacks.executeChangeSet(
                                        r -> r.stackName(name).changeSetName("set")));

        assertThat(both)
                .map(name -> live.await(name).stackStatusAsString())
                .containsExactlyInAnyOrder("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE");
        both.forEach(live::deleted);
        assertThat(groupsNamed("/both/")).containsExactly("/both/a");
    }

    private static void importing(
            String stack, String name, String template, ResourceToImport... resources) {
        stacks.createChangeSet(
                r ->
                        r.stackName(stack)
                                .changeSetName(name)
                                .changeSetType(ChangeSetType.IMPORT)
                                .templateBody(template)
                                .resourcesToImport(resources));
    }

    private static ResourceToImport group(String logicalId, String name) {
        return ResourceToImport.builder()
                .logicalResourceId(logicalId)
                .resourceType("AWS::Logs::LogGroup")
                .resourceIdentifier(Map.of("LogGroupName", name))
                .build();
    }

    private static List<String> groupsNamed(String prefix) {
        return logs.describeLogGroups(r -> r.logGroupNamePrefix(prefix)).logGroups().stream()
                .map(LogGroup::logGroupName)
                .toList();
    }

    private static ResourceChange change(String stack, String set, String logicalId) {
        return describe(stack, set).changes().stream()
                .map(change -> change.resourceChange())
                .filter(change -> change.logicalResourceId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static DescribeChangeSetResponse describe(String stack, String set) {
        return stacks.describeChangeSet(r -> r.stackName(stack).changeSetName(set));
    }
}
