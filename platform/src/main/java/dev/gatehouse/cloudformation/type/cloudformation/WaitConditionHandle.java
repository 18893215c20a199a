package dev.gatehouse.cloudformation.type.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::CloudFormation::WaitConditionHandle}: a URL that signals are put to. */
public final class WaitConditionHandle implements ResourceType {
    @Override
    public String name() {
        return "AWS::CloudFormation::WaitConditionHandle";
    }

    @Override
    public Set<String> properties() {
        return Set.of();
    }

    /** An attempt leaves nothing but a URL that nobody knows. */
    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return new Physical(target.responses().handle(target.identity().region()));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.responses().forget(current.id());
    }
}
