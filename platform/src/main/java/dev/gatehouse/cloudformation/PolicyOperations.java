package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudformation.GetStackPolicyInput;
import dev.gatehouse.aws.cloudformation.GetStackPolicyOutput;
import dev.gatehouse.aws.cloudformation.SetStackPolicyInput;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.operation.Stacks;
import dev.gatehouse.cloudformation.policy.StackPolicy;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** What updates of stacks may change. */
final class PolicyOperations {
    private final Stacks stacks;
    private final TemplateSource source;

    PolicyOperations(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    /**
     * The text of a policy given by body or by URL; null when neither is.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when both are, or it is no
     *     policy
     */
    @Nullable String text(CallerIdentity identity, @Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw TemplateErrors.of("You cannot specify both StackPolicyURL and StackPolicyBody");
        }
        String text = url == null ? body : source.fetched(identity, url);
        if (text != null) {
            StackPolicy.parse(text);
        }
        return text;
    }

    Empty set(RequestContext context, SetStackPolicyInput input) {
        CallerIdentity identity = Identity.of(context);
        String text = text(identity, input.stackPolicyBody(), input.stackPolicyURL());
        if (text == null) {
            throw TemplateErrors.of("Either StackPolicyURL or StackPolicyBody must be specified.");
        }
        stacks.protect(identity, input.stackName(), text);
        return Empty.EMPTY;
    }

    GetStackPolicyOutput get(RequestContext context, GetStackPolicyInput input) {
        return GetStackPolicyOutput.builder()
                .stackPolicyBody(
                        stacks.require(Identity.of(context), input.stackName())
                                .wanted()
                                .settings()
                                .policy())
                .build();
    }
}
