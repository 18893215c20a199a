package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::LayerVersionPermission}: a statement of a layer version's policy. */
public final class LambdaLayerVersionPermission implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String ARN = "LayerVersionArn";
    private static final int LONGEST = 100;

    @Override
    public String name() {
        return "AWS::Lambda::LayerVersionPermission";
    }

    @Override
    public Set<String> properties() {
        return Set.of("Action", ARN, "OrganizationId", "Principal");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and removing one that is not there is fine.
        return List.of(new Physical(target.generatedName(LONGEST)));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String statement = target.generatedName(LONGEST);
        ObjectNode input = identity(declared, statement);
        for (String same : new String[] {"Action", "OrganizationId", "Principal"}) {
            if (declared.has(same)) {
                input.set(same, declared.get(same));
            }
        }
        target.call(SERVICE, "AddLayerVersionPermission", input);
        return new Physical(statement);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "RemoveLayerVersionPermission", identity(declared, current.id()));
    }

    private static ObjectNode identity(ObjectNode declared, String statement) {
        return LambdaLayerVersion.identity(declared.path(ARN).asText())
                .put("StatementId", statement);
    }
}
