package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::Cognito::IdentityPoolRoleAttachment}: the roles that an identity pool gives. */
final class CognitoIdentityRoles implements ResourceType {
    private static final String SERVICE = "cognitoidentity";
    private static final String POOL = "IdentityPoolId";
    private static final String ROLES = "Roles";
    private static final String MAPPINGS = "RoleMappings";
    private static final String PROVIDER = "IdentityProvider";

    @Override
    public String name() {
        return "AWS::Cognito::IdentityPoolRoleAttachment";
    }

    @Override
    public Set<String> properties() {
        return Set.of(POOL, ROLES, ROLES + ".*", MAPPINGS, MAPPINGS + ".*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and giving the same roles twice is fine.
        return List.of(physical(target));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        target.call(SERVICE, "SetIdentityPoolRoles", input(declared, declared));
        return physical(target);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        target.call(SERVICE, "SetIdentityPoolRoles", input(declared, declared));
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode none = Target.input();
        none.putObject(ROLES);
        ObjectNode input = input(declared, none);
        target.remove(SERVICE, "SetIdentityPoolRoles", input);
    }

    private static Physical physical(Target target) {
        String id = target.generatedName(128);
        return new Physical(id).with("Id", id);
    }

    private static ObjectNode input(ObjectNode declared, ObjectNode roles) {
        ObjectNode input = Target.input().put(POOL, declared.path(POOL).asText());
        input.putObject(ROLES);
        if (roles.has(ROLES)) {
            input.set(ROLES, roles.path(ROLES));
        }
        if (roles.has(MAPPINGS)) {
            input.set(MAPPINGS, mappings(roles.path(MAPPINGS)));
        }
        return input;
    }

    /** A mapping's provider is its key, unless the mapping names another. */
    private static JsonNode mappings(JsonNode declared) {
        if (!declared.isObject()) {
            return declared;
        }
        ObjectNode mappings = Target.input();
        for (Map.Entry<String, JsonNode> each : declared.properties()) {
            JsonNode mapping = each.getValue();
            String provider = mapping.path(PROVIDER).asText(each.getKey());
            mappings.set(
                    provider,
                    mapping instanceof ObjectNode whole
                            ? whole.deepCopy().without(PROVIDER)
                            : mapping);
        }
        return mappings;
    }
}
