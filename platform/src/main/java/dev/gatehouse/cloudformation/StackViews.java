package dev.gatehouse.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.cloudformation.DeploymentConfig;
import dev.gatehouse.aws.cloudformation.OperationEvent;
import dev.gatehouse.aws.cloudformation.Output;
import dev.gatehouse.aws.cloudformation.Parameter;
import dev.gatehouse.aws.cloudformation.StackDriftInformation;
import dev.gatehouse.aws.cloudformation.StackResourceDetail;
import dev.gatehouse.aws.cloudformation.StackResourceSummary;
import dev.gatehouse.aws.cloudformation.StackSummary;
import dev.gatehouse.aws.cloudformation.Tag;
import dev.gatehouse.cloudformation.stack.Export;
import dev.gatehouse.cloudformation.stack.Nesting;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.TemplateReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stacks, their resources and their events as clients are shown them. */
final class StackViews {
    /** What is shown of a NoEcho parameter. */
    private static final String SECRET = "****";

    private StackViews() {}

    static dev.gatehouse.aws.cloudformation.Stack view(Stack stack, StackDriftInformation drift) {
        StackSettings settings = stack.wanted().settings();
        Nesting nesting = settings.nesting();
        return dev.gatehouse.aws.cloudformation.Stack.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .description(description(stack.wanted()))
                .parameters(parameters(stack.wanted()))
                .creationTime(stack.times().created())
                .lastUpdatedTime(stack.times().updated())
                .deletionTime(stack.times().deleted())
                .disableRollback(settings.failure().goesOn())
                .retainExceptOnCreate(settings.retainExceptOnCreate() ? true : null)
                .timeoutInMinutes(settings.timeoutInMinutes())
                .deploymentConfig(config(settings))
                .driftInformation(drift)
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .capabilities(stack.wanted().capabilities())
                .outputs(stack.outputs().stream().map(StackViews::output).toList())
                .tags(tags(stack.wanted()))
                .roleARN(stack.wanted().role())
                .enableTerminationProtection(stack.wanted().terminationProtection())
                .notificationARNs(settings.notificationArns())
                .parentId(nesting == null ? null : nesting.parentId())
                .rootId(nesting == null ? null : nesting.rootId())
                .build();
    }

    private static @Nullable DeploymentConfig config(StackSettings settings) {
        return settings.deploymentMode() == null
                ? null
                : DeploymentConfig.builder()
                        .mode(settings.deploymentMode())
                        .disableRollback(settings.failure().goesOn())
                        .build();
    }

    private static @Nullable String description(Stack.Wanted wanted) {
        return wanted.template().isEmpty()
                ? null
                : TemplateReader.read(wanted.template()).path("Description").asText(null);
    }

    /** A stack's parameters: those given and the defaults of the others. */
    static List<Parameter> parameters(Stack.Wanted wanted) {
        if (wanted.template().isEmpty()) {
            return List.of();
        }
        return TemplateReader.read(wanted.template()).path("Parameters").properties().stream()
                .map(declared -> parameter(declared, wanted))
                .toList();
    }

    private static Parameter parameter(Map.Entry<String, JsonNode> declared, Stack.Wanted wanted) {
        String fallback = declared.getValue().path("Default").asText();
        boolean secret = declared.getValue().path("NoEcho").asBoolean();
        return Parameter.builder()
                .parameterKey(declared.getKey())
                .parameterValue(
                        secret
                                ? SECRET
                                : wanted.parameters().getOrDefault(declared.getKey(), fallback))
                .resolvedValue(wanted.fetched().get(declared.getKey()))
                .build();
    }

    static List<Tag> tags(Stack.Wanted wanted) {
        return wanted.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Output output(Stack.Output output) {
        return Output.builder()
                .outputKey(output.key())
                .outputValue(output.value())
                .description(output.description())
                .exportName(output.exportName())
                .build();
    }

    static dev.gatehouse.aws.cloudformation.Export view(Export export) {
        return dev.gatehouse.aws.cloudformation.Export.builder()
                .exportingStackId(export.stackId())
                .name(export.name())
                .value(export.value())
                .build();
    }

    static StackSummary summary(Stack stack) {
        Nesting nesting = stack.wanted().settings().nesting();
        return StackSummary.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .creationTime(stack.times().created())
                .lastUpdatedTime(stack.times().updated())
                .deletionTime(stack.times().deleted())
                .stackStatus(stack.status())
                .stackStatusReason(stack.reason())
                .parentId(nesting == null ? null : nesting.parentId())
                .rootId(nesting == null ? null : nesting.rootId())
                .build();
    }

    static StackResourceSummary summary(Map.Entry<String, StackResource> entry) {
        return StackResourceSummary.builder()
                .logicalResourceId(entry.getKey())
                .physicalResourceId(entry.getValue().physicalId())
                .resourceType(entry.getValue().type())
                .lastUpdatedTimestamp(entry.getValue().changed())
                .resourceStatus(entry.getValue().status())
                .build();
    }

    static dev.gatehouse.aws.cloudformation.StackResource view(
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

    static StackResourceDetail detail(Stack stack, String id, StackResource resource) {
        return StackResourceDetail.builder()
                .stackName(stack.name())
                .stackId(stack.id())
                .logicalResourceId(id)
                .physicalResourceId(resource.physicalId())
                .resourceType(resource.type())
                .lastUpdatedTimestamp(resource.changed())
                .resourceStatus(resource.status())
                .build();
    }

    static dev.gatehouse.aws.cloudformation.StackEvent view(Stack stack, StackEvent event) {
        StackEvent.Detail detail = event.detail();
        Terms.Origin origin = event.origin();
        return dev.gatehouse.aws.cloudformation.StackEvent.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .operationId(origin == null ? null : origin.operationId())
                .clientRequestToken(origin == null ? null : origin.token())
                .resourceProperties(detail == null ? null : detail.properties())
                .eventId(event.eventId())
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(event.at())
                .resourceStatus(event.status())
                .resourceStatusReason(event.reason())
                .build();
    }

    /** An event as DescribeEvents tells it: with its operation, and whether that failed. */
    static OperationEvent told(Stack stack, StackEvent event) {
        Terms.Origin origin = event.origin();
        boolean own = event.physicalId().equals(stack.id());
        boolean failed = event.status().endsWith("_FAILED");
        StackEvent.Detail detail = event.detail();
        return OperationEvent.builder()
                .eventId(event.eventId())
                .stackId(stack.id())
                .operationId(origin == null ? null : origin.operationId())
                .operationType(origin == null ? null : origin.kind().name())
                .operationStatus(own ? outcome(event.status()) : null)
                .eventType(own || !failed ? "STACK_EVENT" : "PROVISIONING_ERROR")
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(event.at())
                .resourceStatus(event.status())
                .resourceStatusReason(event.reason())
                .resourceProperties(detail == null ? null : detail.properties())
                .clientRequestToken(origin == null ? null : origin.token())
                .build();
    }

    private static String outcome(String status) {
        if (status.endsWith("_IN_PROGRESS")) {
            return "IN_PROGRESS";
        }
        return status.endsWith("_FAILED") || status.contains("ROLLBACK") ? "FAILED" : "SUCCEEDED";
    }
}
