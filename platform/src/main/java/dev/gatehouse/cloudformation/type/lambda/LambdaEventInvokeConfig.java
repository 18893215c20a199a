package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::EventInvokeConfig}: how asynchronous events are handled. */
public final class LambdaEventInvokeConfig implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String FUNCTION = "FunctionName";
    private static final String QUALIFIER = "Qualifier";

    @Override
    public String name() {
        return "AWS::Lambda::EventInvokeConfig";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "DestinationConfig.OnFailure.Destination",
                "DestinationConfig.OnSuccess.Destination",
                FUNCTION,
                "MaximumEventAgeInSeconds",
                "MaximumRetryAttempts",
                QUALIFIER);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(SERVICE, "GetFunctionEventInvokeConfig", identity(declared))
                .map(_ -> List.of(physical(declared)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        target.call(SERVICE, "PutFunctionEventInvokeConfig", declared.deepCopy());
        return physical(declared);
    }

    /** What is put takes the place of all that was there. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        target.call(SERVICE, "PutFunctionEventInvokeConfig", declared.deepCopy());
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteFunctionEventInvokeConfig", identity(declared));
    }

    private static Physical physical(ObjectNode declared) {
        return new Physical(
                declared.path(FUNCTION).asText() + '|' + declared.path(QUALIFIER).asText());
    }

    private static ObjectNode identity(ObjectNode declared) {
        ObjectNode identity = Target.input();
        identity.set(FUNCTION, declared.path(FUNCTION));
        identity.set(QUALIFIER, declared.path(QUALIFIER));
        return identity;
    }
}
