package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.cloudformation.WaitCondition;

/** What is said to resources that wait for it by their creation policy. */
public final class ResourceSignals {
    private final Stacks stacks;
    private final StackRuns runs;
    private final CustomResponses responses;

    ResourceSignals(Stacks stacks, StackRuns runs, CustomResponses responses) {
        this.stacks = stacks;
        this.runs = runs;
        this.responses = responses;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when the resource is not there,
     *     or is not being made
     */
    public void add(
            CallerIdentity identity,
            String nameOrId,
            String logicalId,
            String uniqueId,
            String status) {
        Stack stack = stacks.require(identity, nameOrId);
        StackResource resource = stacks.resources(identity, stack).get(logicalId);
        if (resource == null) {
            throw TemplateErrors.of(
                    "Resource %s does not exist for stack %s", logicalId, stack.name());
        }
        if (!resource.status().equals("CREATE_IN_PROGRESS")) {
            throw TemplateErrors.of(
                    "Resource %s is in %s state and cannot be signaled",
                    logicalId, resource.status());
        }
        String reason = "Received %s signal with UniqueId %s".formatted(status, uniqueId);
        runs.signalled(Stacks.scope(identity), stack, logicalId, resource, reason);
        if (WaitCondition.isSignalledItself(resource.type(), resource.properties())) {
            responses.signals(stack.id(), logicalId).add(uniqueId, status);
        }
    }
}
