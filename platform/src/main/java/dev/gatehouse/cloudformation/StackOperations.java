package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudformation.CancelUpdateStackInput;
import dev.gatehouse.aws.cloudformation.ContinueUpdateRollbackInput;
import dev.gatehouse.aws.cloudformation.ContinueUpdateRollbackOutput;
import dev.gatehouse.aws.cloudformation.CreateStackInput;
import dev.gatehouse.aws.cloudformation.CreateStackOutput;
import dev.gatehouse.aws.cloudformation.DeleteStackInput;
import dev.gatehouse.aws.cloudformation.RollbackStackInput;
import dev.gatehouse.aws.cloudformation.RollbackStackOutput;
import dev.gatehouse.aws.cloudformation.SignalResourceInput;
import dev.gatehouse.aws.cloudformation.UpdateStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackOutput;
import dev.gatehouse.aws.cloudformation.UpdateTerminationProtectionInput;
import dev.gatehouse.aws.cloudformation.UpdateTerminationProtectionOutput;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.stack.Failure;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Set;

/** Creating, changing and deleting stacks. */
final class StackOperations {
    private final Stacks stacks;
    private final TemplateSource source;
    private final PolicyOperations policies;

    StackOperations(Stacks stacks, TemplateSource source, PolicyOperations policies) {
        this.stacks = stacks;
        this.source = source;
        this.policies = policies;
    }

    CreateStackOutput create(RequestContext context, CreateStackInput input) {
        RequestedTerms.rejectTriggers(input.rollbackConfiguration());
        Requested.reject("ResourceTypes", input.resourceTypes());
        Requested.reject("DisableValidation", input.disableValidation());
        CallerIdentity identity = Identity.of(context);
        Requested requested =
                new Requested(
                        input.templateBody(),
                        input.templateURL(),
                        false,
                        input.parameters(),
                        input.tags(),
                        input.capabilities());
        Failure failure =
                RequestedTerms.failure(
                        input.onFailure(), input.disableRollback(), input.deploymentConfig());
        boolean newOnesGo = Boolean.TRUE.equals(input.retainExceptOnCreate());
        StackSettings settings =
                StackSettings.NONE
                        .operating(
                                failure, newOnesGo, RequestedTerms.mode(input.deploymentConfig()))
                        .notifying(RequestedTerms.topics(input.notificationARNs()))
                        .under(
                                policies.text(
                                        identity, input.stackPolicyBody(), input.stackPolicyURL()))
                        .within(input.timeoutInMinutes());
        Stack.Wanted wanted =
                requested
                        .over(Stack.Wanted.NOTHING, source, identity)
                        .by(input.roleARN())
                        .protecting(Boolean.TRUE.equals(input.enableTerminationProtection()))
                        .with(settings);
        Terms terms =
                Terms.of(Kind.CREATE_STACK, input.clientRequestToken()).failing(failure, newOnesGo);
        String id = stacks.changes().create(identity, input.stackName(), wanted, terms);
        return CreateStackOutput.builder()
                .stackId(id)
                .operationId(terms.origin().operationId())
                .build();
    }

    UpdateStackOutput update(RequestContext context, UpdateStackInput input) {
        RequestedTerms.rejectTriggers(input.rollbackConfiguration());
        Requested.reject("ResourceTypes", input.resourceTypes());
        Requested.reject("DisableValidation", input.disableValidation());
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
        Failure failure =
                RequestedTerms.failure(null, input.disableRollback(), input.deploymentConfig());
        boolean newOnesGo = Boolean.TRUE.equals(input.retainExceptOnCreate());
        StackSettings settings =
                stack.wanted()
                        .settings()
                        .operating(
                                failure, newOnesGo, RequestedTerms.mode(input.deploymentConfig()))
                        .notifying(RequestedTerms.topics(input.notificationARNs()))
                        .under(
                                policies.text(
                                        identity, input.stackPolicyBody(), input.stackPolicyURL()));
        String during =
                policies.text(
                        identity,
                        input.stackPolicyDuringUpdateBody(),
                        input.stackPolicyDuringUpdateURL());
        Stack.Wanted wanted =
                requested.over(stack.wanted(), source, identity).by(input.roleARN()).with(settings);
        Terms terms =
                Terms.of(Kind.UPDATE_STACK, input.clientRequestToken())
                        .failing(failure, newOnesGo)
                        .under(during == null ? stack.wanted().settings().policy() : during);
        String id = stacks.changes().update(identity, stack.name(), wanted, terms);
        return UpdateStackOutput.builder()
                .stackId(id)
                .operationId(terms.origin().operationId())
                .build();
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
        List<String> retained = input.retainResources();
        Terms terms =
                Terms.of(Kind.DELETE_STACK, input.clientRequestToken())
                        .sparing(
                                retained == null ? Set.of() : Set.copyOf(retained),
                                "FORCE_DELETE_STACK".equals(input.deletionMode()));
        stacks.changes().delete(Identity.of(context), input.stackName(), input.roleARN(), terms);
        return Empty.EMPTY;
    }

    RollbackStackOutput rollBack(RequestContext context, RollbackStackInput input) {
        boolean newOnesGo = Boolean.TRUE.equals(input.retainExceptOnCreate());
        Terms terms =
                Terms.of(Kind.ROLLBACK, input.clientRequestToken())
                        .failing(Failure.ROLLBACK, newOnesGo);
        String id =
                stacks.returns()
                        .rollBack(Identity.of(context), input.stackName(), input.roleARN(), terms);
        return RollbackStackOutput.builder()
                .stackId(id)
                .operationId(terms.origin().operationId())
                .build();
    }

    ContinueUpdateRollbackOutput continueRollback(
            RequestContext context, ContinueUpdateRollbackInput input) {
        List<String> skipped = input.resourcesToSkip();
        Terms terms =
                Terms.of(Kind.CONTINUE_ROLLBACK, input.clientRequestToken())
                        .sparing(
                                skipped == null ? Set.of() : Set.copyOf(skipped),
                                Boolean.TRUE.equals(input.forceRollback()));
        stacks.returns()
                .continueRollback(Identity.of(context), input.stackName(), input.roleARN(), terms);
        return ContinueUpdateRollbackOutput.builder().build();
    }

    Empty signal(RequestContext context, SignalResourceInput input) {
        stacks.signals()
                .add(
                        Identity.of(context),
                        input.stackName(),
                        input.logicalResourceId(),
                        input.uniqueId(),
                        input.status());
        return Empty.EMPTY;
    }

    Empty cancel(RequestContext context, CancelUpdateStackInput input) {
        stacks.returns().cancel(Identity.of(context), input.stackName());
        return Empty.EMPTY;
    }
}
