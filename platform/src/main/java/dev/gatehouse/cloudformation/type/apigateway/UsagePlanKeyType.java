package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::UsagePlanKey}: a key's place in a usage plan. Nothing of it changes. */
final class UsagePlanKeyType implements ResourceType {
    private static final String SERVICE = "apigateway";

    @Override
    public String name() {
        return "AWS::ApiGateway::UsagePlanKey";
    }

    @Override
    public Set<String> properties() {
        return Set.of("KeyId", "KeyType", "UsagePlanId");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.named(SERVICE, "GetUsagePlanKey", identity(declared), id(declared)).stream()
                .map(one -> one.with("Id", one.id()))
                .toList();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        target.call(SERVICE, "CreateUsagePlanKey", MemberNames.lower(declared));
        return new Physical(id(declared)).with("Id", id(declared));
    }

    private static String id(ObjectNode declared) {
        return declared.path("KeyId").asText() + ':' + declared.path("UsagePlanId").asText();
    }

    private static ObjectNode identity(ObjectNode declared) {
        return Target.input()
                .put("usagePlanId", declared.path("UsagePlanId").asText())
                .put("keyId", declared.path("KeyId").asText());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteUsagePlanKey", identity(declared));
    }
}
