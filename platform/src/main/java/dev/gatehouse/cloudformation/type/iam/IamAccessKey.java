package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::AccessKey}; another Serial makes another key. */
final class IamAccessKey implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String ID = "AccessKeyId";
    private static final String ACTIVE = "Active";

    @Override
    public String name() {
        return "AWS::IAM::AccessKey";
    }

    @Override
    public Set<String> properties() {
        return Set.of("UserName", "Status", "Serial");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(SERVICE, "ListAccessKeys", user(declared))
                .orElse(Target.input())
                .path("AccessKeyMetadata")
                .valueStream()
                .map(key -> new Physical(key.path(ID).asText()))
                .toList();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        JsonNode key = target.call(SERVICE, "CreateAccessKey", user(declared)).path("AccessKey");
        Physical made =
                new Physical(key.path(ID).asText())
                        .with("SecretAccessKey", key.path("SecretAccessKey").asText());
        Target.complete(
                () -> {
                    if (!status(declared).equals(ACTIVE)) {
                        update(target, made, Target.input(), declared);
                    }
                },
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = user(declared).put(ID, current.id()).put("Status", status(declared));
        target.call(SERVICE, "UpdateAccessKey", input);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteAccessKey", user(declared).put(ID, current.id()));
    }

    private static ObjectNode user(ObjectNode declared) {
        return Target.input().put("UserName", declared.path("UserName").asText());
    }

    private static String status(ObjectNode declared) {
        return declared.path("Status").asText(ACTIVE);
    }
}
