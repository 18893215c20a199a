package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.DescribeEventsInput;
import dev.gatehouse.aws.cloudformation.DescribeEventsOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackEventsInput;
import dev.gatehouse.aws.cloudformation.DescribeStackEventsOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceInput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourcesInput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourcesOutput;
import dev.gatehouse.aws.cloudformation.DescribeStacksInput;
import dev.gatehouse.aws.cloudformation.DescribeStacksOutput;
import dev.gatehouse.aws.cloudformation.ListExportsInput;
import dev.gatehouse.aws.cloudformation.ListExportsOutput;
import dev.gatehouse.aws.cloudformation.ListImportsInput;
import dev.gatehouse.aws.cloudformation.ListImportsOutput;
import dev.gatehouse.aws.cloudformation.ListStackResourcesInput;
import dev.gatehouse.aws.cloudformation.ListStackResourcesOutput;
import dev.gatehouse.aws.cloudformation.ListStacksInput;
import dev.gatehouse.aws.cloudformation.ListStacksOutput;
import dev.gatehouse.aws.cloudformation.StackDriftInformation;
import dev.gatehouse.aws.cloudformation.StackSummary;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be read about stacks, their resources and their events. */
final class StackDescriptions {
    private final Stacks stacks;

    StackDescriptions(Stacks stacks) {
        this.stacks = stacks;
    }

    DescribeStacksOutput describe(RequestContext context, DescribeStacksInput input) {
        String name = input.stackName();
        List<Stack> found =
                name == null || name.isEmpty()
                        ? stacks.all(Identity.of(context)).stream()
                                .filter(stack -> stack.times().deleted() == null)
                                .toList()
                        : List.of(require(context, name));
        return DescribeStacksOutput.builder()
                .stacks(found.stream().map(stack -> view(context, stack)).toList())
                .build();
    }

    private dev.gatehouse.aws.cloudformation.Stack view(RequestContext context, Stack stack) {
        Scope scope = new Scope(context.account(), context.region());
        StackDriftInformation drift =
                stacks.drifts()
                        .find(scope, stack.id())
                        .map(
                                last ->
                                        StackDriftInformation.builder()
                                                .stackDriftStatus(last.status())
                                                .lastCheckTimestamp(last.at())
                                                .build())
                        .orElseGet(
                                () ->
                                        StackDriftInformation.builder()
                                                .stackDriftStatus("NOT_CHECKED")
                                                .build());
        return StackViews.view(stack, drift);
    }

    ListStacksOutput list(RequestContext context, ListStacksInput input) {
        List<String> statuses = input.stackStatusFilter();
        List<StackSummary> summaries =
                stacks.all(Identity.of(context)).stream()
                        .filter(
                                stack ->
                                        statuses == null
                                                || statuses.isEmpty()
                                                || statuses.contains(stack.status()))
                        .map(StackViews::summary)
                        .toList();
        return ListStacksOutput.builder().stackSummaries(summaries).build();
    }

    DescribeStackEventsOutput events(RequestContext context, DescribeStackEventsInput input) {
        Stack stack = require(context, input.stackName());
        return DescribeStackEventsOutput.builder()
                .stackEvents(
                        stacks.events(Identity.of(context), stack).stream()
                                .map(event -> StackViews.view(stack, event))
                                .toList())
                .build();
    }

    DescribeEventsOutput operationEvents(RequestContext context, DescribeEventsInput input) {
        Requested.reject("ChangeSetName", input.changeSetName());
        String operation = input.operationId();
        String name = input.stackName();
        if (name == null && operation == null) {
            throw TemplateErrors.of("Either StackName or OperationId must be specified.");
        }
        boolean failed =
                input.filters() != null && Boolean.TRUE.equals(input.filters().failedEvents());
        CallerIdentity identity = Identity.of(context);
        List<Stack> among = name == null ? stacks.all(identity) : List.of(require(context, name));
        return DescribeEventsOutput.builder()
                .operationEvents(
                        among.stream()
                                .flatMap(
                                        stack ->
                                                stacks.events(identity, stack).stream()
                                                        .filter(each -> isOf(each, operation))
                                                        .filter(
                                                                each ->
                                                                        !failed
                                                                                || each.status()
                                                                                        .endsWith(
                                                                                                "_FAILED"))
                                                        .map(each -> StackViews.told(stack, each)))
                                .toList())
                .build();
    }

    private static boolean isOf(StackEvent event, @Nullable String operation) {
        Terms.Origin origin = event.origin();
        return operation == null || (origin != null && origin.operationId().equals(operation));
    }

    DescribeStackResourceOutput resource(RequestContext context, DescribeStackResourceInput input) {
        Stack stack = require(context, input.stackName());
        String id = input.logicalResourceId();
        StackResource resource = stacks.resources(Identity.of(context), stack).get(id);
        if (resource == null) {
            throw TemplateErrors.of("Resource %s does not exist for stack %s", id, stack.name());
        }
        return DescribeStackResourceOutput.builder()
                .stackResourceDetail(StackViews.detail(stack, id, resource))
                .build();
    }

    DescribeStackResourcesOutput resources(
            RequestContext context, DescribeStackResourcesInput input) {
        Stack stack = holder(context, input);
        String only = input.logicalResourceId();
        return DescribeStackResourcesOutput.builder()
                .stackResources(
                        stacks.resources(Identity.of(context), stack).entrySet().stream()
                                .filter(entry -> only == null || entry.getKey().equals(only))
                                .map(entry -> StackViews.view(stack, entry))
                                .toList())
                .build();
    }

    /** The stack that a request names, or the one that a resource is of. */
    private Stack holder(RequestContext context, DescribeStackResourcesInput input) {
        String physical = input.physicalResourceId();
        if (physical == null) {
            return require(context, input.stackName());
        }
        if (input.stackName() != null || input.logicalResourceId() != null) {
            throw TemplateErrors.of("PhysicalResourceId names the stack and all of its resources");
        }
        return stacks.holding(Identity.of(context), physical)
                .orElseThrow(() -> TemplateErrors.of("Stack for %s does not exist", physical));
    }

    ListStackResourcesOutput listResources(RequestContext context, ListStackResourcesInput input) {
        Stack stack = require(context, input.stackName());
        return ListStackResourcesOutput.builder()
                .stackResourceSummaries(
                        stacks.resources(Identity.of(context), stack).entrySet().stream()
                                .map(StackViews::summary)
                                .toList())
                .build();
    }

    ListExportsOutput exports(RequestContext context, ListExportsInput input) {
        return ListExportsOutput.builder()
                .exports(
                        stacks.exports(Identity.of(context)).stream()
                                .map(StackViews::view)
                                .toList())
                .build();
    }

    ListImportsOutput imports(RequestContext context, ListImportsInput input) {
        String export = input.exportName();
        List<String> importers = stacks.importers(Identity.of(context), export);
        if (importers.isEmpty()) {
            throw TemplateErrors.of("Export '%s' is not imported by any stack.", export);
        }
        return ListImportsOutput.builder().imports(importers).build();
    }

    private Stack require(RequestContext context, @Nullable String name) {
        return stacks.require(Identity.of(context), String.valueOf(name));
    }
}
