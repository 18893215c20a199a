package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.DescribeStackEventsInput;
import dev.gatehouse.aws.cloudformation.DescribeStackEventsOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceInput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourcesInput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourcesOutput;
import dev.gatehouse.aws.cloudformation.DescribeStacksInput;
import dev.gatehouse.aws.cloudformation.DescribeStacksOutput;
import dev.gatehouse.aws.cloudformation.ListStackResourcesInput;
import dev.gatehouse.aws.cloudformation.ListStackResourcesOutput;
import dev.gatehouse.aws.cloudformation.ListStacksInput;
import dev.gatehouse.aws.cloudformation.ListStacksOutput;
import dev.gatehouse.aws.cloudformation.Output;
import dev.gatehouse.aws.cloudformation.Parameter;
import dev.gatehouse.aws.cloudformation.StackResourceDetail;
import dev.gatehouse.aws.cloudformation.StackResourceSummary;
import dev.gatehouse.aws.cloudformation.StackSummary;
import dev.gatehouse.aws.cloudformation.Tag;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.Stacks;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
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
                .stacks(found.stream().map(StackDescriptions::view).toList())
                .build();
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
                        .map(StackDescriptions::summary)
                        .toList();
        return ListStacksOutput.builder().stackSummaries(summaries).build();
    }

    DescribeStackEventsOutput events(RequestContext context, DescribeStackEventsInput input) {
        Stack stack = require(context, input.stackName());
        return DescribeStackEventsOutput.builder()
                .stackEvents(
                        stacks.events(Identity.of(context), stack).stream()
                                .map(event -> view(stack, event))
                                .toList())
                .build();
    }

    DescribeStackResourceOutput resource(RequestContext context, DescribeStackResourceInput input) {
        Stack stack = require(context, input.stackName());
        String id = input.logicalResourceId();
        StackResource resource = stack.resources().get(id);
        if (resource == null) {
            throw Refusal.of("Resource %s does not exist for stack %s", id, stack.name());
        }
        return DescribeStackResourceOutput.builder()
                .stackResourceDetail(
                        StackResourceDetail.builder()
                                .stackName(stack.name())
                                .stackId(stack.id())
                                .logicalResourceId(id)
                                .physicalResourceId(resource.physicalId())
                                .resourceType(resource.type())
                                .lastUpdatedTimestamp(resource.changed())
                                .resourceStatus(resource.status())
                                .build())
                .build();
    }

    DescribeStackResourcesOutput resources(
            RequestContext context, DescribeStackResourcesInput input) {
        if (input.stackName() == null) {
            throw Refusal.of("PhysicalResourceId is not supported; name the stack");
        }
        Stack stack = require(context, input.stackName());
        String only = input.logicalResourceId();
        return DescribeStackResourcesOutput.builder()
                .stackResources(
                        stack.resources().entrySet().stream()
                                .filter(entry -> only == null || entry.getKey().equals(only))
                                .map(entry -> view(stack, entry))
                                .toList())
                .build();
    }

    ListStackResourcesOutput listResources(RequestContext context, ListStackResourcesInput input) {
        Stack stack = require(context, input.stackName());
        return ListStackResourcesOutput.builder()
                .stackResourceSummaries(
                        stack.resources().entrySet().stream()
                                .map(StackDescriptions::summary)
                                .toList())
                .build();
    }

    private Stack require(RequestContext context, @Nullable String name) {
        return stacks.require(Identity.of(context), String.valueOf(name));
    }

    private static dev.gatehouse.aws.cloudformation.Stack view(Stack stack) {
        return dev.gatehouse.aws.cloudformation.Stack.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .parameters(
                        stack.wanted().parameters().entrySet().stream()
                                .map(StackDescriptions::parameter)
                                .toList())
                .creationTime(stack.times().created())
                .lastUpdatedTime(stack.times().updated())
                .deletionTime(stack.times().deleted())
                .disableRollback(false)
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .capabilities(stack.wanted().capabilities())
                .outputs(stack.outputs().stream().map(StackDescriptions::output).toList())
                .tags(
                        stack.wanted().tags().entrySet().stream()
                                .map(StackDescriptions::tag)
                                .toList())
                .enableTerminationProtection(false)
                .notificationARNs(List.of())
                .build();
    }

    private static Parameter parameter(Map.Entry<String, String> entry) {
        return Parameter.builder()
                .parameterKey(entry.getKey())
                .parameterValue(entry.getValue())
                .build();
    }

    private static Output output(Stack.Output output) {
        return Output.builder()
                .outputKey(output.key())
                .outputValue(output.value())
                .description(output.description())
                .build();
    }

    private static Tag tag(Map.Entry<String, String> entry) {
        return Tag.builder().key(entry.getKey()).value(entry.getValue()).build();
    }

    private static StackSummary summary(Stack stack) {
        return StackSummary.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .creationTime(stack.times().created())
                .lastUpdatedTime(stack.times().updated())
                .deletionTime(stack.times().deleted())
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .build();
    }

    private static StackResourceSummary summary(Map.Entry<String, StackResource> entry) {
        return StackResourceSummary.builder()
                .logicalResourceId(entry.getKey())
                .physicalResourceId(entry.getValue().physicalId())
                .resourceType(entry.getValue().type())
                .lastUpdatedTimestamp(entry.getValue().changed())
                .resourceStatus(entry.getValue().status())
                .build();
    }

    private static dev.gatehouse.aws.cloudformation.StackResource view(
            Stack stack, Map.Entry<String, StackResource> entry) {
        return dev.gatehouse.aws.cloudformation.StackResource.builder()
                .stackName(stack.name())
                .stackId(stack.id())
                .logicalResourceId(entry.getKey())
                .physicalResourceId(entry.getValue().physicalId())
                .resourceType(entry.getValue().type())
                .timestamp(entry.getValue().changed())
                .resourceStatus(entry.getValue().status())
                .build();
    }

    private static dev.gatehouse.aws.cloudformation.StackEvent view(Stack stack, StackEvent event) {
        return dev.gatehouse.aws.cloudformation.StackEvent.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .eventId(event.eventId())
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(event.at())
                .resourceStatus(event.status())
                .resourceStatusReason(event.reason())
                .build();
    }
}
