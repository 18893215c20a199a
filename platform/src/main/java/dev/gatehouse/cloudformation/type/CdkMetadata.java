package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.RequestId;
import java.util.List;
import java.util.Set;

/** {@code AWS::CDK::Metadata}: what the CDK counts its users by; there is nothing to make. */
final class CdkMetadata implements ResourceType {
    @Override
    public String name() {
        return "AWS::CDK::Metadata";
    }

    @Override
    public Set<String> properties() {
        return Set.of("Analytics", "Modules");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return new Physical(RequestId.next().toString());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        // Nothing was made.
    }
}
