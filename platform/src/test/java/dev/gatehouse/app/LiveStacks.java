package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.SystemTags;
import dev.gatehouse.testkit.Eventually;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Stacks of a running node, made and changed with every capability acknowledged. */
record LiveStacks(CloudFormationClient client) {
    private static final List<Capability> ALL =
            List.of(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND);

    static LiveStacks of(LiveNode node) {
        return new LiveStacks(node.client(CloudFormationClient.builder()));
    }

    void create(String name, String template, Parameter... parameters) {
        client.createStack(
                r ->
                        r.stackName(name)
                                .templateBody(template)
                                .parameters(parameters)
                                .capabilities(ALL));
    }

    void update(String name, String template) {
        client.updateStack(r -> r.stackName(name).templateBody(template).capabilities(ALL));
    }

    /** Makes a stack that must come to be. */
    Stack created(String name, String template, Parameter... parameters) {
        create(name, template, parameters);
        return await(name, "CREATE_COMPLETE");
    }

    /** Changes a stack, which must work. */
    Stack updated(String name, String template) {
        update(name, template);
        return await(name, "UPDATE_COMPLETE");
    }

    /** Deletes a stack, which must work. */
    void deleted(String name) {
        String id = describe(name).stackId();
        client.deleteStack(r -> r.stackName(name));
        await(id, "DELETE_COMPLETE");
    }

    Stack await(String nameOrId, String status) {
        Stack stack = await(nameOrId);
        assertThat(stack.stackStatusAsString())
                .as(() -> reasons(stack.stackId()).toString())
                .isEqualTo(status);
        return stack;
    }

    private List<String> reasons(String id) {
        return events(id).stream()
                .map(StackEvent::resourceStatusReason)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The stack once nothing works on it; the SDK's own waiters look only every 30 seconds. */
    Stack await(String nameOrId) {
        return Eventually.value(
                () -> describe(nameOrId),
                stack -> !stack.stackStatusAsString().endsWith("_IN_PROGRESS"));
    }

    Stack describe(String nameOrId) {
        return client.describeStacks(r -> r.stackName(nameOrId)).stacks().getFirst();
    }

    /** Looks for what drifts, which is over when this returns. */
    DescribeStackDriftDetectionStatusResponse drift(String name) {
        String id = client.detectStackDrift(r -> r.stackName(name)).stackDriftDetectionId();
        return client.describeStackDriftDetectionStatus(r -> r.stackDriftDetectionId(id));
    }

    List<StackEvent> events(String name) {
        return client.describeStackEvents(r -> r.stackName(name)).stackEvents();
    }

    /** Every event, however many pages that takes. */
    List<StackEvent> all(String name) {
        return client.describeStackEventsPaginator(r -> r.stackName(name)).stackEvents().stream()
                .toList();
    }

    /** The tags that templates and callers gave. */
    static Map<String, String> withoutSystemTags(Map<String, String> tags) {
        Map<String, String> own = new HashMap<>(tags);
        own.keySet().removeIf(SystemTags::isSystem);
        return own;
    }

    static Map<String, String> outputs(Stack stack) {
        return stack.outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }
}
