package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudformation.CreateStackInput;
import dev.gatehouse.aws.cloudformation.CreateStackOutput;
import dev.gatehouse.aws.cloudformation.DeleteStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackOutput;
import dev.gatehouse.aws.cloudformation.UpdateTerminationProtectionInput;
import dev.gatehouse.aws.cloudformation.UpdateTerminationProtectionOutput;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.wire.RequestContext;

/** Creating, changing and deleting stacks. */
final class StackOperations {
    private final Stacks stacks;
    private final TemplateSource source;

    StackOperations(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    CreateStackOutput create(RequestContext context, CreateStackInput input) {
        Requested.reject("StackPolicyBody", input.stackPolicyBody());
        Requested.reject("StackPolicyURL", input.stackPolicyURL());
        Requested.reject("RollbackConfiguration", input.rollbackConfiguration());
        Requested.reject("NotificationARNs", input.notificationARNs());
        Requested.reject("ResourceTypes", input.resourceTypes());
        Requested.reject("TimeoutInMinutes", input.timeoutInMinutes());
        Requested.rejectOther("OnFailure", "ROLLBACK", input.onFailure());
        Requested.reject("DisableRollback", input.disableRollback());
        Requested.reject("RetainExceptOnCreate", input.retainExceptOnCreate());
        Requested.reject("DisableValidation", input.disableValidation());
        Requested.requireKnown(input.deploymentConfig());
        CallerIdentity identity = Identity.of(context);
        Requested requested =
                new Requested(
                        input.templateBody(),
                        input.templateURL(),
                        false,
                        input.parameters(),
                        input.tags(),
                        input.capabilities());
        Stack.Wanted wanted =
                requested
                        .over(Stack.Wanted.NOTHING, source, identity)
                        .by(input.roleARN())
                        .protecting(Boolean.TRUE.equals(input.enableTerminationProtection()));
        String id = stacks.create(identity, input.stackName(), wanted);
        return CreateStackOutput.builder().stackId(id).build();
    }

    UpdateStackOutput update(RequestContext context, UpdateStackInput input) {
        Requested.reject("StackPolicyBody", input.stackPolicyBody());
        Requested.reject("StackPolicyURL", input.stackPolicyURL());
        Requested.reject("StackPolicyDuringUpdateBody", input.stackPolicyDuringUpdateBody());
        Requested.reject("StackPolicyDuringUpdateURL", input.stackPolicyDuringUpdateURL());
        Requested.reject("RollbackConfiguration", input.rollbackConfiguration());
        Requested.reject("NotificationARNs", input.notificationARNs());
        Requested.reject("ResourceTypes", input.resourceTypes());
        Requested.reject("DisableRollback", input.disableRollback());
        Requested.reject("RetainExceptOnCreate", input.retainExceptOnCreate());
        Requested.reject("DisableValidation", input.disableValidation());
        Requested.requireKnown(input.deploymentConfig());
        CallerIdentity identity = Identity.of(context);
        Stack stack = stacks.require(identity, input.stackName());
        Requested requested =
                new Requested(
                        input.templateBody(),
                        input.templateURL(),
                        input.usePreviousTemplate(),
                        input.parameters(),
                        input.tags(),
                        input.capabilities());
        Stack.Wanted wanted = requested.over(stack.wanted(), source, identity).by(input.roleARN());
        String id = stacks.update(identity, stack.name(), wanted);
        return UpdateStackOutput.builder().stackId(id).build();
    }

    UpdateTerminationProtectionOutput protect(
            RequestContext context, UpdateTerminationProtectionInput input) {
        String id =
                stacks.protect(
                        Identity.of(context),
                        input.stackName(),
                        input.enableTerminationProtection());
        return UpdateTerminationProtectionOutput.builder().stackId(id).build();
    }

    Empty delete(RequestContext context, DeleteStackInput input) {
        Requested.reject("RetainResources", input.retainResources());
        Requested.rejectOther("DeletionMode", "STANDARD", input.deletionMode());
        Requested.requireKnown(input.deploymentConfig());
        stacks.delete(Identity.of(context), input.stackName(), input.roleARN());
        return Empty.EMPTY;
    }
}
