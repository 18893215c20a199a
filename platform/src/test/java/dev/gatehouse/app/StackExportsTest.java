package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Stacks that offer values to each other, and what that keeps them from. */
@Tag("node")
class StackExportsTest {
    /** A log group that another stack may name its own after. */
    private static final String EXPORTING =
            """
            Resources: {G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /%1$s}}}
            Outputs: {Group: {Value: !Ref G, Export: {Name: %1$s-group}}}
            """;

    private static final String WITHOUT_EXPORT =
            "Resources: {G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /%1$s}}}";

    /** A log group below that of another stack; 7 days of retention are possible, 8 are not. */
    private static final String IMPORTING =
            """
            Resources:
              G:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName:
                    Fn::Join: ['', [Fn::ImportValue: !Sub '%1$s-group', /%2$s]]
                  RetentionInDays: %3$d
            Outputs: {Group: {Value: !Ref G}}
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveStacks stacks;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        stacks = LiveStacks.of(LiveNode.of(started));
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void noOtherAccountDeletesAStackOrImportsFromIt() {
        Stack own = stacks.created("own", EXPORTING.formatted("own"));
        AwsBasicCredentials key = AwsBasicCredentials.create("111111111111", "test");
        try (CloudFormationClient stranger =
                LiveNode.of(started).client(CloudFormationClient.builder(), key)) {
            assertThatThrownBy(() -> stranger.deleteStack(r -> r.stackName(own.stackId())))
                    .hasMessageContaining("not authorized to perform: cloudformation:DeleteStack");
            LiveStacks others = new LiveStacks(stranger);
            others.create("importer", importing("own", "importer"));
            Stack importer = others.await("importer", "ROLLBACK_COMPLETE");
            assertThat(others.events(importer.stackId()))
                    .extracting(StackEvent::resourceStatusReason)
                    .anyMatch(reason -> String.valueOf(reason).contains("No export named"));
        }
        assertThat(stacks.await(own.stackId()).stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void aStackImportsWhatAnotherExports() {
        Stack exporter = stacks.created("plain", EXPORTING.formatted("plain"));
        assertThat(exporter.outputs().getFirst().exportName()).isEqualTo("plain-group");
        assertThat(stacks.client().listExports().exports())
                .extracting(Export::name, Export::value, Export::exportingStackId)
                .contains(tuple("plain-group", "/plain", exporter.stackId()));

        assertThat(LiveStacks.outputs(stacks.created("child", importing("plain", "child"))))
                .containsEntry("Group", "/plain/child");

        stacks.create("thief", EXPORTING.formatted("plain").replace("/plain", "/other"));
        stacks.await("thief", "ROLLBACK_COMPLETE");
        assertThat(reasons("thief"))
                .contains(
                        "Export with name plain-group is already exported by stack "
                                + exporter.stackId()
                                + ". Rollback requested by user.");

        stacks.create("orphan", importing("nothing", "child"));
        stacks.await("orphan", "ROLLBACK_COMPLETE");
        assertThat(reasons("orphan")).contains("No export named nothing-group found.");
    }

    @Test
    void aStackThatOthersImportFromIsNotDeletedBeforeThem() {
        stacks.created("base", EXPORTING.formatted("base"));
        stacks.created("second", importing("base", "second"));
        stacks.created("third", importing("base", "third"));
        stacks.created("fourth", importing("base", "fourth"));
        assertThat(importers("base-group")).containsExactly("fourth", "second", "third");

        stacks.client().deleteStack(r -> r.stackName("base"));

        Stack spared = stacks.await("base", "CREATE_COMPLETE");
        assertThat(spared.stackStatusReason())
                .isEqualTo(
                        "Delete canceled. Cannot delete export base-group as it is in use by"
                                + " fourth, second and third.");
        assertThat(LiveStacks.outputs(spared)).containsEntry("Group", "/base");

        List.of("second", "third", "fourth").forEach(stacks::deleted);
        stacks.deleted("base");
    }

    @Test
    void anUpdateThatChangesAnExportInUseTurnsBack() {
        stacks.created("kept", EXPORTING.formatted("kept"));
        stacks.created("user", importing("kept", "user"));

        stacks.update("kept", EXPORTING.formatted("kept").replace("/kept", "/new"));
        Stack same = stacks.await("kept", "UPDATE_ROLLBACK_COMPLETE");
        assertThat(LiveStacks.outputs(same)).containsEntry("Group", "/kept");
        assertThat(reasons("kept"))
                .contains("Cannot update export kept-group as it is in use by user.");

        stacks.update("kept", WITHOUT_EXPORT.formatted("kept"));
        stacks.await("kept", "UPDATE_ROLLBACK_COMPLETE");
        assertThat(reasons("kept"))
                .contains(
                        "Delete canceled. Cannot delete export kept-group as it is in use by"
                                + " user.");

        stacks.updated("user", WITHOUT_EXPORT.formatted("user"));
        stacks.updated("kept", WITHOUT_EXPORT.formatted("kept"));
    }

    @Test
    void whatTurnsBackDoesNotImport() {
        stacks.created("free", EXPORTING.formatted("free"));
        stacks.created("steady", WITHOUT_EXPORT.formatted("steady"));
        String broken = IMPORTING.formatted("free", "broken", 8);
        stacks.create("broken", broken);
        stacks.await("broken", "ROLLBACK_COMPLETE");
        stacks.update("steady", broken);
        stacks.await("steady", "UPDATE_ROLLBACK_COMPLETE");

        assertThatThrownBy(() -> importers("free-group"))
                .hasMessageContaining("Export 'free-group' is not imported by any stack.");
        stacks.deleted("free");
    }

    private static String importing(String exporter, String name) {
        return IMPORTING.formatted(exporter, name, 7);
    }

    private static List<String> importers(String export) {
        return stacks.client().listImports(r -> r.exportName(export)).imports();
    }

    private static List<String> reasons(String stack) {
        return stacks.events(stack).stream()
                .map(StackEvent::resourceStatusReason)
                .filter(Objects::nonNull)
                .toList();
    }
}
