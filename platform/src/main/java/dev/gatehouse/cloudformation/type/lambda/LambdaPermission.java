package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::Permission}: a statement of a function's resource policy. */
public final class LambdaPermission implements ResourceType {
    private static final Set<String> PROPERTIES =
            Set.of(
                    "Action",
                    "FunctionName",
                    "Principal",
                    "SourceArn",
                    "SourceAccount",
                    "PrincipalOrgID",
                    "EventSourceToken",
                    "FunctionUrlAuthType",
                    "InvokedViaFunctionUrl");

    @Override
    public String name() {
        return "AWS::Lambda::Permission";
    }

    @Override
    public Set<String> properties() {
        return PROPERTIES;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and removing one that is not there is fine.
        return List.of(new Physical(target.generatedName(100)));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String statement = target.generatedName(100);
        ObjectNode input = declared.deepCopy().put("StatementId", statement);
        target.call("lambda", "AddPermission", input);
        return new Physical(statement);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = Target.input().put("StatementId", current.id());
        input.set("FunctionName", declared.path("FunctionName"));
        target.remove("lambda", "RemovePermission", input);
    }
}
