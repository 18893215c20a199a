package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.DescribeStackDriftDetectionStatusInput;
import dev.gatehouse.aws.cloudformation.DescribeStackDriftDetectionStatusOutput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceDriftsInput;
import dev.gatehouse.aws.cloudformation.DescribeStackResourceDriftsOutput;
import dev.gatehouse.aws.cloudformation.DetectStackDriftInput;
import dev.gatehouse.aws.cloudformation.DetectStackDriftOutput;
import dev.gatehouse.aws.cloudformation.DetectStackResourceDriftInput;
import dev.gatehouse.aws.cloudformation.DetectStackResourceDriftOutput;
import dev.gatehouse.aws.cloudformation.PropertyDifference;
import dev.gatehouse.aws.cloudformation.StackResourceDrift;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.drift.Detection;
import dev.gatehouse.cloudformation.drift.Drift;
import dev.gatehouse.cloudformation.drift.Drifts;
import dev.gatehouse.cloudformation.live.PropertyDifferences.Difference;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looking whether stacks are what their templates say. */
final class DriftOperations {
    private final Stacks stacks;
    private final Drifts drifts;

    DriftOperations(Stacks stacks) {
        this.stacks = stacks;
        this.drifts = stacks.drifts();
    }

    DetectStackDriftOutput detect(RequestContext context, DetectStackDriftInput input) {
        CallerIdentity identity = Identity.of(context);
        Stack stack = settled(identity, input.stackName());
        Map<String, StackResource> resources = stacks.resources(identity, stack);
        Set<String> ids = new LinkedHashSet<>(resources.keySet());
        List<String> only = input.logicalResourceIds();
        if (only != null && !only.isEmpty()) {
            only.forEach(id -> requireResource(resources, stack, id));
            ids.retainAll(only);
        }
        Detection detection = drifts.detect(identity, stack, resources, ids);
        return DetectStackDriftOutput.builder().stackDriftDetectionId(detection.id()).build();
    }

    private Stack settled(CallerIdentity identity, String name) {
        Stack stack = stacks.require(identity, name);
        boolean complete =
                stack.status().endsWith("_COMPLETE") || stack.status().endsWith("_FAILED");
        if (!complete || stack.times().deleted() != null) {
            throw TemplateErrors.of(
                    "Drift detection cannot be performed on stack [%s] while in %s stack state",
                    stack.id(), stack.status());
        }
        return stack;
    }

    private static void requireResource(
            Map<String, StackResource> resources, Stack stack, String id) {
        if (!resources.containsKey(id)) {
            throw TemplateErrors.of("Resource %s does not exist for stack %s", id, stack.name());
        }
    }

    DetectStackResourceDriftOutput detectOne(
            RequestContext context, DetectStackResourceDriftInput input) {
        CallerIdentity identity = Identity.of(context);
        Stack stack = settled(identity, input.stackName());
        String id = input.logicalResourceId();
        Map<String, StackResource> resources = stacks.resources(identity, stack);
        requireResource(resources, stack, id);
        Drift drift = drifts.detect(identity, stack, resources, id);
        return DetectStackResourceDriftOutput.builder()
                .stackResourceDrift(view(stack, drift))
                .build();
    }

    DescribeStackDriftDetectionStatusOutput status(
            RequestContext context, DescribeStackDriftDetectionStatusInput input) {
        Detection detection =
                drifts.find(scope(context), input.stackDriftDetectionId())
                        .orElseThrow(
                                () ->
                                        TemplateErrors.of(
                                                "Drift detection with id %s does not exist",
                                                input.stackDriftDetectionId()));
        return DescribeStackDriftDetectionStatusOutput.builder()
                .stackId(detection.stackId())
                .stackDriftDetectionId(detection.id())
                .stackDriftStatus(detection.status())
                .detectionStatus("DETECTION_COMPLETE")
                .driftedStackResourceCount(detection.drifted())
                .timestamp(detection.at())
                .build();
    }

    DescribeStackResourceDriftsOutput describe(
            RequestContext context, DescribeStackResourceDriftsInput input) {
        Stack stack = stacks.require(Identity.of(context), input.stackName());
        List<String> wanted = input.stackResourceDriftStatusFilters();
        return DescribeStackResourceDriftsOutput.builder()
                .stackResourceDrifts(
                        drifts.of(scope(context), stack).stream()
                                .filter(
                                        drift ->
                                                wanted == null
                                                        || wanted.isEmpty()
                                                        || wanted.contains(drift.status()))
                                .map(drift -> view(stack, drift))
                                .toList())
                .build();
    }

    private static StackResourceDrift view(Stack stack, Drift drift) {
        return StackResourceDrift.builder()
                .stackId(stack.id())
                .logicalResourceId(drift.logicalId())
                .physicalResourceId(drift.physicalId())
                .resourceType(drift.type())
                .expectedProperties(drift.expected().toString())
                .actualProperties(drift.actual() == null ? null : drift.actual().toString())
                .propertyDifferences(
                        drift.differences().stream().map(DriftOperations::view).toList())
                .stackResourceDriftStatus(drift.status())
                .timestamp(drift.at())
                .build();
    }

    private static PropertyDifference view(Difference difference) {
        return PropertyDifference.builder()
                .propertyPath(difference.path())
                .expectedValue(difference.expected())
                .actualValue(difference.actual())
                .differenceType(difference.type())
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
