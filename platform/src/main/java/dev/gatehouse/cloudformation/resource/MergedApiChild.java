package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A resource of an HTTP API: its updates keep what they are not told, so that what the template no
 * longer has must be said.
 *
 * @param child how it is created
 * @param defaults what an update sends for properties that are gone
 */
record MergedApiChild(ApiChild child, Map<String, JsonNode> defaults) implements ResourceType {
    private static final String CORS = "CorsConfiguration";

    /** What updates do not take: it cannot change, or has operations of its own. */
    private static final Set<String> LEFT_OUT = Set.of("ProtocolType", "Tags");

    @Override
    public String name() {
        return child.name();
    }

    @Override
    public Set<String> properties() {
        return child.properties();
    }

    @Override
    public Set<String> replacing() {
        return child.replacing();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return child.create(target, declared);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ApiChild.Operations operations = child.operations();
        if (before.has(CORS) && !declared.has(CORS)) {
            ObjectNode api = Target.input().put(operations.idMember(), current.id());
            target.call(operations.service(), "DeleteCorsConfiguration", api);
        }
        ObjectNode input = declared.deepCopy();
        for (Map.Entry<String, JsonNode> property : before.properties()) {
            complete(property.getKey(), property.getValue(), input);
        }
        if (operations.isApi() && !input.has("Name")) {
            input.put("Name", target.stack());
        }
        input.remove(LEFT_OUT);
        input.put(operations.idMember(), current.id());
        JsonNode answer = target.call(operations.service(), "Update" + operations.noun(), input);
        if (operations.isApi() && !before.path("Tags").equals(declared.path("Tags"))) {
            String arn = target.arn("apigateway", "/apis/" + current.id());
            Tagging.change(target, operations.service(), "ResourceArn", arn, before, declared);
        }
        return new Physical(current.id(), child.physical(answer).attributes());
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ApiChild.Operations operations = child.operations();
        ObjectNode input = Target.input().put(operations.idMember(), current.id());
        if (!operations.isApi()) {
            String parent = operations.parentMember();
            input.put(parent, declared.path(parent).asText());
        }
        target.remove(operations.service(), "Delete" + operations.noun(), input);
    }

    /** Says of a property that is gone, or of entries of a map, that they are to go. */
    private void complete(String property, JsonNode before, ObjectNode input) {
        JsonNode fallback = defaults.get(property);
        if (fallback != null && !input.has(property)) {
            input.set(property, fallback);
        }
        if (before instanceof ObjectNode entries
                && !property.equals(CORS)
                && !LEFT_OUT.contains(property)) {
            ObjectNode wanted = input.withObjectProperty(property);
            entries.fieldNames()
                    .forEachRemaining(
                            key -> {
                                if (!wanted.has(key)) {
                                    wanted.put(key, "");
                                }
                            });
        }
    }
}
