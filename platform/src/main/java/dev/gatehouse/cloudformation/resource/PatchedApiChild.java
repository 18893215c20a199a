package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * A resource of a REST API: created like any other, changed by patch operations.
 *
 * @param child how it is created
 * @param identityMember the member that names it in updates and deletes
 * @param patched the properties a patch changes
 */
record PatchedApiChild(ApiChild child, String identityMember, Set<String> patched)
        implements ResourceType {

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
        ArrayNode operations = Target.input().arrayNode();
        for (String property : patched) {
            patch(property, before.path(property), declared.path(property), operations);
        }
        if (!operations.isEmpty()) {
            ObjectNode input = identity(current, declared);
            input.set("patchOperations", operations);
            target.call(child.operations().service(), "Update" + child.operations().noun(), input);
        }
        if (child.operations().isApi() && !before.path("Tags").equals(declared.path("Tags"))) {
            String arn = target.arn("apigateway", "/restapis/" + current.id());
            Tagging.change(
                    target, child.operations().service(), "resourceArn", arn, before, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(
                child.operations().service(),
                "Delete" + child.operations().noun(),
                identity(current, declared));
    }

    private ObjectNode identity(Physical current, ObjectNode declared) {
        ObjectNode input = Target.input().put(identityMember, current.id());
        if (declared.has("RestApiId")) {
            input.put("restApiId", declared.path("RestApiId").asText());
        }
        return input;
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
