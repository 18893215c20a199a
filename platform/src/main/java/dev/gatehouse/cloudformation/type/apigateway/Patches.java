package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.Set;
import java.util.TreeSet;

/**
 * Updates of REST APIs: patch operations for what differs.
 *
 * @param patched the properties they change
 */
record Patches(Set<String> patched) implements Updates {
    private static final String ENDPOINT = "EndpointConfiguration";

    @Override
    public void update(
            Target target,
            ApiResource.Operations operations,
            Physical current,
            ObjectNode before,
            ObjectNode declared) {
        ArrayNode patch = Target.input().arrayNode();
        for (String property : patched) {
            patch(property, before.path(property), declared.path(property), patch);
        }
        patchEndpoint(before.path(ENDPOINT), declared.path(ENDPOINT), patch);
        if (!patch.isEmpty()) {
            ObjectNode input = operations.identity(current, declared);
            input.set("patchOperations", patch);
            target.call(operations.service(), "Update" + operations.noun(), input);
        }
        if (operations.isApi() && !before.path("Tags").equals(declared.path("Tags"))) {
            String arn = target.arn("apigateway", "/restapis/" + current.id());
            Tagging.change(target, operations.service(), "resourceArn", arn, before, declared);
        }
    }

    /** The one type of an endpoint is named by the path and given anew; EDGE is the default. */
    private static void patchEndpoint(JsonNode before, JsonNode after, ArrayNode into) {
        String old = before.path("Types").path(0).asText("EDGE");
        String wanted = after.path("Types").path(0).asText("EDGE");
        if (!old.equals(wanted)) {
            into.addObject()
                    .put("op", "replace")
                    .put("path", "/endpointConfiguration/types/" + old)
                    .put("value", wanted);
        }
        JsonNode addresses = after.path("IpAddressType");
        if (!before.path("IpAddressType").equals(addresses)) {
            into.addObject()
                    .put("op", "replace")
                    .put("path", "/endpointConfiguration/ipAddressType")
                    .put("value", addresses.asText("ipv4"));
        }
    }

    private static void patch(String property, JsonNode before, JsonNode after, ArrayNode into) {
        String path = "/" + MemberNames.lowerFirst(property);
        if (before.isArray() || after.isArray()) {
            patchElements(path, before, after, into);
        } else if (before.isObject() || after.isObject()) {
            Set<String> keys = new TreeSet<>();
            before.fieldNames().forEachRemaining(keys::add);
            after.fieldNames().forEachRemaining(keys::add);
            keys.forEach(
                    key ->
                            patchValue(
                                    path + "/" + escaped(key),
                                    before.path(key),
                                    after.path(key),
                                    into));
        } else {
            patchValue(path, before, after, into);
        }
    }

    private static void patchElements(
            String path, JsonNode before, JsonNode after, ArrayNode into) {
        Set<String> old = texts(before);
        Set<String> wanted = texts(after);
        for (String each : old) {
            if (!wanted.contains(each)) {
                into.addObject().put("op", "remove").put("path", path + "/" + escaped(each));
            }
        }
        for (String each : wanted) {
            if (!old.contains(each)) {
                into.addObject().put("op", "add").put("path", path + "/" + escaped(each));
            }
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static void patchValue(String path, JsonNode before, JsonNode after, ArrayNode into) {
        if (before.equals(after)) {
            return;
        }
        ObjectNode operation = into.addObject().put("path", path);
        if (after.isMissingNode()) {
            operation.put("op", "remove");
        } else {
            operation.put("op", "replace").put("value", after.asText());
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
