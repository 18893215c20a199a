package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudformation.CreateStackInput;
import dev.gatehouse.aws.cloudformation.CreateStackOutput;
import dev.gatehouse.aws.cloudformation.DeleteStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackOutput;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.Stacks;
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
        Requested.refuse("StackPolicyBody", input.stackPolicyBody());
        Requested.refuse("StackPolicyURL", input.stackPolicyURL());
        Requested.refuse("RollbackConfiguration", input.rollbackConfiguration());
        Requested.refuse("NotificationARNs", input.notificationARNs());
        Requested.refuse("ResourceTypes", input.resourceTypes());
        Requested.refuse("TimeoutInMinutes", input.timeoutInMinutes());
        Requested.refuseOther("OnFailure", "ROLLBACK", input.onFailure());
        Requested.refuse("DisableRollback", input.disableRollback());
        Requested.refuse("RetainExceptOnCreate", input.retainExceptOnCreate());
        Requested.refuse("EnableTerminationProtection", input.enableTerminationProtection());
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
                requested.over(Stack.Wanted.NOTHING, source, identity).by(input.roleARN());
        String id = stacks.create(identity, input.stackName(), wanted);
        return CreateStackOutput.builder().stackId(id).build();
    }

    UpdateStackOutput update(RequestContext context, UpdateStackInput input) {
        Requested.refuse("StackPolicyBody", input.stackPolicyBody());
        Requested.refuse("StackPolicyURL", input.stackPolicyURL());
        Requested.refuse("StackPolicyDuringUpdateBody", input.stackPolicyDuringUpdateBody());
        Requested.refuse("StackPolicyDuringUpdateURL", input.stackPolicyDuringUpdateURL());
        Requested.refuse("RollbackConfiguration", input.rollbackConfiguration());
        Requested.refuse("NotificationARNs", input.notificationARNs());
        Requested.refuse("ResourceTypes", input.resourceTypes());
        Requested.refuse("DisableRollback", input.disableRollback());
        Requested.refuse("RetainExceptOnCreate", input.retainExceptOnCreate());
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

    Empty delete(RequestContext context, DeleteStackInput input) {
        Requested.refuse("RetainResources", input.retainResources());
        Requested.refuseOther("DeletionMode", "STANDARD", input.deletionMode());
        stacks.delete(Identity.of(context), input.stackName(), input.roleARN());
        return Empty.EMPTY;
    }
}
