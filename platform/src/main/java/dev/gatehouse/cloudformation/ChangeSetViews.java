package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.Change;
import dev.gatehouse.aws.cloudformation.ChangeSetSummary;
import dev.gatehouse.aws.cloudformation.DescribeChangeSetOutput;
import dev.gatehouse.aws.cloudformation.ResourceChange;
import dev.gatehouse.aws.cloudformation.ResourceChangeDetail;
import dev.gatehouse.aws.cloudformation.ResourceTargetDefinition;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.PlannedChange;
import dev.gatehouse.cloudformation.changeset.PlannedChange.Action;
import dev.gatehouse.cloudformation.changeset.PlannedChange.Context;
import dev.gatehouse.cloudformation.stack.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Change sets as clients are shown them. */
final class ChangeSetViews {
    private ChangeSetViews() {}

    /**
     * @param values whether to show what properties were and would be
     */
    static DescribeChangeSetOutput description(
            ChangeSet set, ChangeSet.State state, boolean values) {
        ChangeSet.Within within = set.request().within();
        return DescribeChangeSetOutput.builder()
                .changeSetName(set.name())
                .changeSetId(set.id())
                .stackId(set.basis().stackId())
                .stackName(set.basis().stackName())
                .description(set.request().description())
                .parameters(StackViews.parameters(set.wanted()))
                .creationTime(set.request().at())
                .executionStatus(state.execution())
                .status(state.status())
                .statusReason(state.reason())
                .notificationARNs(set.wanted().settings().notificationArns())
                .onStackFailure(onFailure(set.wanted().settings().failure()))
                .capabilities(set.wanted().capabilities())
                .tags(StackViews.tags(set.wanted()))
                .changes(set.changes().stream().map(change -> view(change, values)).toList())
                .includeNestedStacks(set.request().includeNested())
                .parentChangeSetId(within == null ? null : within.parentId())
                .rootChangeSetId(within == null ? null : within.rootId())
                .importExistingResources(set.request().importExisting())
                .build();
    }

    private static @Nullable String onFailure(Failure failure) {
        return switch (failure) {
            case ROLLBACK -> null;
            case KEEP, DO_NOTHING -> "DO_NOTHING";
            case DELETE -> "DELETE";
        };
    }

    static ChangeSetSummary summary(ChangeSet set, ChangeSet.State state) {
        ChangeSet.Within within = set.request().within();
        return ChangeSetSummary.builder()
                .stackId(set.basis().stackId())
                .stackName(set.basis().stackName())
                .changeSetId(set.id())
                .changeSetName(set.name())
                .executionStatus(state.execution())
                .status(state.status())
                .statusReason(state.reason())
                .creationTime(set.request().at())
                .description(set.request().description())
                .includeNestedStacks(set.request().includeNested())
                .parentChangeSetId(within == null ? null : within.parentId())
                .rootChangeSetId(within == null ? null : within.rootId())
                .importExistingResources(set.request().importExisting())
                .build();
    }

    private static Change view(PlannedChange change, boolean values) {
        List<String> scope =
                change.details().stream().map(PlannedChange.Detail::attribute).distinct().toList();
        boolean modifies = change.action() == Action.Modify;
        Context context = values ? change.context() : null;
        return Change.builder()
                .type("Resource")
                .resourceChange(
                        ResourceChange.builder()
                                .action(change.action().name())
                                .logicalResourceId(change.logicalId())
                                .physicalResourceId(change.physicalId())
                                .resourceType(change.type())
                                .changeSetId(change.changeSet())
                                .replacement(
                                        change.replacement() == null
                                                ? null
                                                : change.replacement().name())
                                .scope(modifies ? scope : List.of())
                                .details(
                                        change.details().stream()
                                                .map(detail -> view(detail, values))
                                                .toList())
                                .beforeContext(context == null ? null : context.before())
                                .afterContext(context == null ? null : context.after())
                                .build())
                .build();
    }

    private static String source(PlannedChange.Detail detail) {
        if (detail.isAutomatic()) {
            return "Automatic";
        }
        return detail.known() ? "DirectModification" : "ResourceReference";
    }

    private static ResourceChangeDetail view(PlannedChange.Detail detail, boolean values) {
        String recreation = detail.known() ? "Always" : "Conditionally";
        return ResourceChangeDetail.builder()
                .target(
                        ResourceTargetDefinition.builder()
                                .attribute(detail.attribute())
                                .name(detail.name())
                                .path(detail.path())
                                .attributeChangeType(values ? detail.changeType() : null)
                                .requiresRecreation(detail.recreates() ? recreation : "Never")
                                .beforeValue(values ? detail.before() : null)
                                .afterValue(values ? detail.after() : null)
                                .build())
                .evaluation(detail.known() ? "Static" : "Dynamic")
                .changeSource(source(detail))
                .build();
    }
}
