package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudformation.CreateStackInput;
import dev.gatehouse.aws.cloudformation.CreateStackOutput;
import dev.gatehouse.aws.cloudformation.DeleteStackInput;
import dev.gatehouse.aws.cloudformation.Parameter;
import dev.gatehouse.aws.cloudformation.Tag;
import dev.gatehouse.aws.cloudformation.UpdateStackInput;
import dev.gatehouse.aws.cloudformation.UpdateStackOutput;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.Stacks;
import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.function.AwsCaller.CallerIdentity;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creating, changing and deleting stacks. */
final class StackOperations {
    private final Stacks stacks;
    private final TemplateSource source;

    StackOperations(Stacks stacks, TemplateSource source) {
        this.stacks = stacks;
        this.source = source;
    }

    CreateStackOutput create(RequestContext context, CreateStackInput input) {
        refuse("RoleARN", input.roleARN());
        refuse("StackPolicyBody", input.stackPolicyBody());
        refuse("StackPolicyURL", input.stackPolicyURL());
        refuse("RollbackConfiguration", input.rollbackConfiguration());
        refuse("OnFailure", "ROLLBACK".equals(input.onFailure()) ? null : input.onFailure());
        refuse("DisableRollback", Boolean.TRUE.equals(input.disableRollback()) ? "true" : null);
        refuse(
                "EnableTerminationProtection",
                Boolean.TRUE.equals(input.enableTerminationProtection()) ? "true" : null);
        CallerIdentity identity = Identity.of(context);
        Stack.Wanted wanted =
                new Stack.Wanted(
                        source.text(identity, input.templateBody(), input.templateURL()),
                        values(input.parameters(), Map.of()),
                        tags(input.tags()),
                        orEmpty(input.capabilities()));
        String id = stacks.create(identity, input.stackName(), wanted);
        return CreateStackOutput.builder().stackId(id).build();
    }

    UpdateStackOutput update(RequestContext context, UpdateStackInput input) {
        refuse("RoleARN", input.roleARN());
        refuse("StackPolicyBody", input.stackPolicyBody());
        refuse("StackPolicyURL", input.stackPolicyURL());
        refuse("RollbackConfiguration", input.rollbackConfiguration());
        CallerIdentity identity = Identity.of(context);
        Stack stack = stacks.require(identity, input.stackName());
        String template =
                Boolean.TRUE.equals(input.usePreviousTemplate())
                        ? stack.wanted().template()
                        : source.text(identity, input.templateBody(), input.templateURL());
        Stack.Wanted wanted =
                new Stack.Wanted(
                        template,
                        values(input.parameters(), stack.wanted().parameters()),
                        input.tags() == null ? stack.wanted().tags() : tags(input.tags()),
                        orEmpty(input.capabilities()));
        String id = stacks.update(identity, stack.name(), wanted);
        return UpdateStackOutput.builder().stackId(id).build();
    }

    Empty delete(RequestContext context, DeleteStackInput input) {
        refuse("RoleARN", input.roleARN());
        refuse(
                "RetainResources",
                orEmpty(input.retainResources()).isEmpty() ? null : input.retainResources());
        stacks.delete(Identity.of(context), input.stackName());
        return Empty.EMPTY;
    }

    private static void refuse(String property, @Nullable Object given) {
        if (given != null) {
            throw Refusal.of("%s is not supported", property);
        }
    }

    private static Map<String, String> values(
            @Nullable List<Parameter> given, Map<String, String> before) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : given == null ? List.<Parameter>of() : given) {
            String key = parameter.parameterKey();
            String value =
                    Boolean.TRUE.equals(parameter.usePreviousValue())
                            ? before.get(key)
                            : parameter.parameterValue();
            if (key != null && value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private static Map<String, String> tags(@Nullable List<Tag> given) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : given == null ? List.<Tag>of() : given) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
