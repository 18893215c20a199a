package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.Map;
import java.util.Set;

/**
 * Updates of HTTP APIs: they keep what they are not told, so that what the template no longer has
 * must be said.
 *
 * @param defaults what is sent for properties that are gone: API Gateway's own default, or the
 *     empty text that clears
 */
record Merges(Map<String, JsonNode> defaults) implements Updates {
    private static final String CORS = "CorsConfiguration";
    private static final String ACCESS_LOG = "AccessLogSettings";

    /** What is replaced whole, unlike maps. */
    private static final Set<String> STRUCTURES = Set.of(CORS, ACCESS_LOG, "DefaultRouteSettings");

    /** What updates do not take: it cannot change, or has operations of its own. */
    private static final Set<String> LEFT_OUT = Set.of("ProtocolType", "Tags");

    @Override
    public void update(
            Target target,
            ApiResource.Operations operations,
            Physical current,
            ObjectNode before,
            ObjectNode declared) {
        if (before.has(CORS) && !declared.has(CORS)) {
            ObjectNode api = operations.identity(current, declared);
            target.call(operations.service(), "DeleteCorsConfiguration", api);
        }
        if (before.has(ACCESS_LOG) && !declared.has(ACCESS_LOG)) {
            ObjectNode stage = operations.identity(current, declared);
            target.call(operations.service(), "DeleteAccessLogSettings", stage);
        }
        ObjectNode input = declared.deepCopy();
        for (Map.Entry<String, JsonNode> property : before.properties()) {
            complete(property.getKey(), property.getValue(), input);
        }
        if (operations.isApi() && !input.has("Name")) {
            input.put("Name", target.stack());
        }
        input.remove(LEFT_OUT);
        input.setAll(operations.identity(current, declared));
        if (Tagging.differBeyond(before, declared)) {
            target.call(operations.service(), "Update" + operations.noun(), input);
        }
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            String path =
                    operations.isApi()
                            ? current.id()
                            : declared.path("ApiId").asText() + "/stages/" + current.id();
            String arn = target.arn("apigateway", "/apis/" + path);
            Tagging.change(target, operations.service(), "ResourceArn", arn, before, declared);
        }
    }

    private static JsonNode cleared(JsonNode entry) {
        return entry.isObject() ? Target.input() : Target.input().textNode("");
    }

    /** Says of a property that is gone, or of entries of a map, that they are to go. */
    private void complete(String property, JsonNode before, ObjectNode input) {
        JsonNode fallback = defaults.get(property);
        if (fallback != null && !input.has(property)) {
            input.set(property, fallback);
        }
        if (before instanceof ObjectNode entries
                && !STRUCTURES.contains(property)
                && !LEFT_OUT.contains(property)) {
            ObjectNode wanted = input.withObjectProperty(property);
            entries.fieldNames()
                    .forEachRemaining(
                            key -> {
                                if (!wanted.has(key)) {
                                    wanted.set(key, cleared(entries.get(key)));
                                }
                            });
        }
    }
}
