package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/**
 * {@code AWS::ApiGateway::Account}: the one role with which an account's REST APIs write logs. As
 * on AWS, a stack that goes leaves the setting as it is.
 */
public final class RestAccount implements ResourceType {
    private static final String ROLE = "CloudWatchRoleArn";

    @Override
    public String name() {
        return "AWS::ApiGateway::Account";
    }

    @Override
    public Set<String> properties() {
        return Set.of(ROLE);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        if (declared.has(ROLE)) {
            set(target, declared);
        }
        return new Physical(target.generatedName(64));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        set(target, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        // It stays: other stacks of the account may count on it.
    }

    private static void set(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.putArray("patchOperations")
                .addObject()
                .put("op", "replace")
                .put("path", "/cloudwatchRoleArn")
                .put("value", declared.path(ROLE).asText());
        target.call("apigateway", "UpdateAccount", input);
    }
}
