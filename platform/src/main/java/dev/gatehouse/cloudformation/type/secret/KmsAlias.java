package dev.gatehouse.cloudformation.type.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::KMS::Alias}. */
final class KmsAlias implements ResourceType {
    private static final String SERVICE = "kms";
    private static final String NAME = "AliasName";
    private static final String KEY = "TargetKeyId";

    @Override
    public String name() {
        return "AWS::KMS::Alias";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, KEY);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = declared.path(NAME).asText();
        JsonNode key =
                target.read(SERVICE, "DescribeKey", Target.input().put("KeyId", name)).orElse(null);
        return key == null ? List.of() : List.of(new Physical(name));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        target.call(SERVICE, "CreateAlias", input(declared));
        return new Physical(declared.path(NAME).asText());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        target.call(SERVICE, "UpdateAlias", input(declared));
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteAlias", Target.input().put(NAME, current.id()));
    }

    private static ObjectNode input(ObjectNode declared) {
        ObjectNode input = Target.input();
        input.set(NAME, declared.path(NAME));
        // Aliases name keys by their ids, which an ARN ends with.
        String key = declared.path(KEY).asText();
        return input.put(KEY, key.substring(key.lastIndexOf('/') + 1));
    }
}
