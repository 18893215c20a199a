package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::GatewayResponse}, which is put as a whole. */
final class GatewayResponseType implements ResourceType {
    private static final String SERVICE = "apigateway";

    @Override
    public String name() {
        return "AWS::ApiGateway::GatewayResponse";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "RestApiId",
                "ResponseType",
                "StatusCode",
                "ResponseParameters.*",
                "ResponseTemplates.*");
    }

    private static ObjectNode identity(ObjectNode declared) {
        return Target.input()
                .put("restApiId", declared.path("RestApiId").asText())
                .put("responseType", declared.path("ResponseType").asText());
    }

    /** There always is one of each type: an attempt that ended unseen is repeated. */
    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        put(target, declared);
        String id =
                declared.path("RestApiId").asText() + '|' + declared.path("ResponseType").asText();
        return new Physical(id).with("Id", id);
    }

    private static void put(Target target, ObjectNode declared) {
        target.call(SERVICE, "PutGatewayResponse", MemberNames.lower(declared));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        put(target, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteGatewayResponse", identity(declared));
    }
}
