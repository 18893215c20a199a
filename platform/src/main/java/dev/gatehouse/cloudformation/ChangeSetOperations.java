package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.CreateChangeSetInput;
import dev.gatehouse.aws.cloudformation.CreateChangeSetOutput;
import dev.gatehouse.aws.cloudformation.DeleteChangeSetInput;
import dev.gatehouse.aws.cloudformation.DeleteChangeSetOutput;
import dev.gatehouse.aws.cloudformation.DescribeChangeSetHooksInput;
import dev.gatehouse.aws.cloudformation.DescribeChangeSetHooksOutput;
import dev.gatehouse.aws.cloudformation.DescribeChangeSetInput;
import dev.gatehouse.aws.cloudformation.DescribeChangeSetOutput;
import dev.gatehouse.aws.cloudformation.ExecuteChangeSetInput;
import dev.gatehouse.aws.cloudformation.ExecuteChangeSetOutput;
import dev.gatehouse.aws.cloudformation.ListChangeSetsInput;
import dev.gatehouse.aws.cloudformation.ListChangeSetsOutput;
import dev.gatehouse.aws.cloudformation.ResourceToImport;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.operation.ChangeSets;
import dev.gatehouse.cloudformation.operation.ResourceImports;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Working out changes, looking at them, and executing or dropping them. */
final class ChangeSetOperations {
    private final Stacks stacks;
    private final ChangeSets changeSets;
    private final TemplateSource source;

    ChangeSetOperations(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.changeSets = stacks.changeSets();
        this.source = source;
    }

    /** Makes a change set; of a stack that is to be made, it makes the name known. */
    CreateChangeSetOutput create(RequestContext context, CreateChangeSetInput input) {
        RequestedTerms.rejectTriggers(input.rollbackConfiguration());
        Requested.reject("ResourceTypes", input.resourceTypes());
        Requested.reject("DeploymentMode", input.deploymentMode());
        Requested.reject("DisableValidation", input.disableValidation());
        CallerIdentity identity = Identity.of(context);
        Stack stack = subject(identity, input);
        Requested requested =
                new Requested(
                        input.templateBody(),
                        input.templateURL(),
                        input.usePreviousTemplate(),
                        input.parameters(),
                        input.tags(),
                        input.capabilities());
        StackSettings settings =
                stack.wanted()
                        .settings()
                        .operating(
                                RequestedTerms.failure(
                                        input.onStackFailure(), null, input.deploymentConfig()),
                                false,
                                RequestedTerms.mode(input.deploymentConfig()))
                        .notifying(RequestedTerms.topics(input.notificationARNs()));
        Stack.Wanted wanted =
                requested.over(stack.wanted(), source, identity).by(input.roleARN()).with(settings);
        ChangeSet set =
                changeSets.create(
                        identity,
                        stack,
                        input.changeSetName(),
                        wanted,
                        changeSets.request(
                                input.description(),
                                type(input),
                                Boolean.TRUE.equals(input.importExistingResources()),
                                Boolean.TRUE.equals(input.includeNestedStacks()),
                                input.clientToken()),
                        imports(input),
                        url -> source.text(identity, null, url));
        return CreateChangeSetOutput.builder().id(set.id()).stackId(stack.id()).build();
    }

    /** The stack to be changed, or the one to be made. */
    private Stack subject(CallerIdentity identity, CreateChangeSetInput input) {
        return switch (type(input)) {
            case UPDATE -> stacks.requireChangeable(identity, input.stackName());
            case CREATE -> stacks.requireUnborn(identity, input.stackName(), input.changeSetName());
            case IMPORT -> stacks.requireImporting(identity, input.stackName());
        };
    }

    private static ChangeSet.Type type(CreateChangeSetInput input) {
        return ChangeSet.Type.valueOf(Objects.requireNonNullElse(input.changeSetType(), "UPDATE"));
    }

    private static List<ResourceImports.Asked> imports(CreateChangeSetInput input) {
        List<ResourceToImport> asked = input.resourcesToImport();
        return asked == null
                ? List.of()
                : asked.stream()
                        .map(
                                each ->
                                        new ResourceImports.Asked(
                                                each.logicalResourceId(),
                                                each.resourceType(),
                                                each.resourceIdentifier()))
                        .toList();
    }

    DescribeChangeSetOutput describe(RequestContext context, DescribeChangeSetInput input) {
        CallerIdentity identity = Identity.of(context);
        ChangeSet set = require(identity, input.stackName(), input.changeSetName());
        Stack stack = stacks.require(identity, set.basis().stackId());
        boolean values = Boolean.TRUE.equals(input.includePropertyValues());
        return ChangeSetViews.description(set, changeSets.state(set, stack), values);
    }

    /** Nobody activates hooks here, so none is ever invoked. */
    DescribeChangeSetHooksOutput hooks(RequestContext context, DescribeChangeSetHooksInput input) {
        ChangeSet set = require(Identity.of(context), input.stackName(), input.changeSetName());
        String resource = input.logicalResourceId();
        if (resource != null
                && set.changes().stream().noneMatch(each -> each.logicalId().equals(resource))) {
            throw TemplateErrors.of("Resource %s is not in the change set", resource);
        }
        return DescribeChangeSetHooksOutput.builder()
                .changeSetId(set.id())
                .changeSetName(set.name())
                .stackId(set.basis().stackId())
                .stackName(set.basis().stackName())
                .hooks(List.of())
                .status("PLANNED")
                .build();
    }

    ExecuteChangeSetOutput execute(RequestContext context, ExecuteChangeSetInput input) {
        CallerIdentity identity = Identity.of(context);
        ChangeSet set = require(identity, input.stackName(), input.changeSetName());
        Kind kind =
                stacks.require(identity, set.basis().stackId()).underReview()
                        ? Kind.CREATE_STACK
                        : Kind.UPDATE_STACK;
        Terms terms =
                Terms.of(kind, input.clientRequestToken())
                        .failing(
                                RequestedTerms.failure(null, input.disableRollback(), null),
                                Boolean.TRUE.equals(input.retainExceptOnCreate()));
        changeSets.execute(identity, set, terms);
        return ExecuteChangeSetOutput.builder().build();
    }

    /** Deletes a change set; one that is not there is no error. */
    DeleteChangeSetOutput delete(RequestContext context, DeleteChangeSetInput input) {
        CallerIdentity identity = Identity.of(context);
        changeSets
                .find(
                        identity,
                        stack(identity, input.stackName(), input.changeSetName()),
                        input.changeSetName())
                .ifPresent(set -> changeSets.delete(identity, set));
        return DeleteChangeSetOutput.builder().build();
    }

    ListChangeSetsOutput list(RequestContext context, ListChangeSetsInput input) {
        CallerIdentity identity = Identity.of(context);
        Stack stack = stacks.require(identity, input.stackName());
        return ListChangeSetsOutput.builder()
                .summaries(
                        changeSets.active(identity, stack).stream()
                                .map(
                                        set ->
                                                ChangeSetViews.summary(
                                                        set, changeSets.state(set, stack)))
                                .toList())
                .build();
    }

    /** A change set by name in a stack, or by its ARN. */
    ChangeSet require(CallerIdentity identity, @Nullable String stackName, String name) {
        return changeSets
                .find(identity, stack(identity, stackName, name), name)
                .orElseThrow(
                        () ->
                                new ServiceException(
                                        "ChangeSetNotFound",
                                        404,
                                        "ChangeSet [" + name + "] does not exist"));
    }

    /** The stack that a request names; null when the change set's ARN says enough. */
    private @Nullable Stack stack(
            CallerIdentity identity, @Nullable String stackName, String changeSet) {
        if (stackName != null) {
            return stacks.require(identity, stackName);
        }
        if (!changeSet.startsWith("arn:")) {
            throw TemplateErrors.of(
                    "StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        return null;
    }
}
