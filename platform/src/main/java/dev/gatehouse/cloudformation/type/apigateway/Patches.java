package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Updates of REST APIs: patch operations for what differs.
 *
 * @param patched the properties they change
 */
record Patches(Set<String> patched) implements Updates {
    /** What takes the place of a value that is gone, at paths where nothing is removed. */
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("/apiKeySource", "HEADER"),
                    Map.entry("/cacheClusterEnabled", "false"),
                    Map.entry("/cacheClusterSize", ""),
                    Map.entry("/clientCertificateId", ""),
                    Map.entry("/customerId", ""),
                    Map.entry("/description", ""),
                    Map.entry("/enabled", "false"),
                    Map.entry("/endpointAccessMode", ""),
                    Map.entry("/minimumCompressionSize", ""),
                    Map.entry("/policy", ""),
                    Map.entry("/securityPolicy", ""),
                    Map.entry("/validateRequestBody", "false"),
                    Map.entry("/validateRequestParameters", "false"));

    /** Values name its elements, not paths. */
    private static final String NETWORKS = "/endpointConfiguration/vpcEndpointIds";

    private static final Set<String> OF_VALUES = Set.of("/providerARNs", NETWORKS);

    private static final String TOKENS = "JwtConfiguration";
    private static final String ENDPOINT = "EndpointConfiguration";

    @Override
    public void update(
            Target target,
            ApiResource.Operations operations,
            Physical current,
            ObjectNode before,
            ObjectNode declared) {
        ArrayNode patch = of(patched, before, declared);
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

    /** The operations for what differs of some properties. */
    static ArrayNode of(Set<String> patched, ObjectNode before, ObjectNode declared) {
        ArrayNode patch = Target.input().arrayNode();
        for (String property : patched) {
            patch(property, before.path(property), declared.path(property), patch);
        }
        return patch;
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
        patchElements(NETWORKS, before.path("VpcEndpointIds"), after.path("VpcEndpointIds"), into);
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
        if (property.equals(TOKENS)) {
            patchWhole(path, before, after, into);
        } else if (before.isArray() || after.isArray()) {
            patchElements(path, before, after, into);
        } else if (before.isObject() || after.isObject()) {
            Set<String> keys = keys(before, after);
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

    /** What is replaced by one that is complete, as JSON. */
    private static void patchWhole(String path, JsonNode before, JsonNode after, ArrayNode into) {
        if (!before.equals(after) && after instanceof ObjectNode wanted) {
            into.addObject()
                    .put("op", "replace")
                    .put("path", path)
                    .put("value", MemberNames.lower(wanted).toString());
        }
    }

    private static Set<String> keys(JsonNode before, JsonNode after) {
        Set<String> keys = new TreeSet<>();
        before.fieldNames().forEachRemaining(keys::add);
        after.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Adds the operations for what differs of the members of one structure. */
    static void entries(String path, JsonNode before, JsonNode after, ArrayNode into) {
        for (String name : keys(before, after)) {
            patchValue(
                    path + "/" + MemberNames.lowerFirst(name),
                    before.path(name),
                    after.path(name),
                    into);
        }
    }

    /** Adds the operations that set the entries of a map, whose keys are the user's own. */
    static void entries(String path, JsonNode entries, ArrayNode into) {
        entries.properties()
                .forEach(
                        entry ->
                                replace(
                                        path + '/' + escaped(entry.getKey()),
                                        entry.getValue(),
                                        into));
    }

    /** Adds the operation that sets one value. */
    static void replace(String path, JsonNode value, ArrayNode into) {
        into.addObject().put("op", "replace").put("path", path).put("value", value.asText());
    }

    private static void patchElements(
            String path, JsonNode before, JsonNode after, ArrayNode into) {
        Set<String> old = texts(before);
        Set<String> wanted = texts(after);
        for (String each : old) {
            if (!wanted.contains(each)) {
                element("remove", path, each, into);
            }
        }
        for (String each : wanted) {
            if (!old.contains(each)) {
                element("add", path, each, into);
            }
        }
    }

    private static void element(String op, String path, String element, ArrayNode into) {
        ObjectNode operation = into.addObject().put("op", op);
        if (OF_VALUES.contains(path)) {
            operation.put("path", path).put("value", element);
        } else {
            operation.put("path", path + "/" + escaped(element));
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
        String usual = USUAL.get(path);
        if (after.isMissingNode() && usual != null) {
            operation.put("op", "replace").put("value", usual);
        } else if (after.isMissingNode()) {
            operation.put("op", "remove");
        } else {
            operation.put("op", "replace").put("value", after.asText());
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
