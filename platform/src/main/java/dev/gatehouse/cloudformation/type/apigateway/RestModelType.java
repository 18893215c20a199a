package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::Model}, whose schema a template may write as an object or as text. */
final class RestModelType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String NAME = "Name";
    private static final String SCHEMA = "Schema";
    private static final String DESCRIPTION = "Description";
    private static final int LONGEST_NAME = 128;

    @Override
    public String name() {
        return "AWS::ApiGateway::Model";
    }

    @Override
    public Set<String> properties() {
        return Set.of("RestApiId", NAME, DESCRIPTION, "ContentType", "Schema.*");
    }

    /** Names of models are letters and digits. */
    private static String name(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared.path(NAME).asText()
                : target.generatedName(LONGEST_NAME).replaceAll("[^A-Za-z0-9]", "");
    }

    private static ObjectNode identity(ObjectNode declared, String name) {
        return Target.input()
                .put("restApiId", declared.path("RestApiId").asText())
                .put("modelName", name);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = name(target, declared);
        return target.named(SERVICE, "GetModel", identity(declared, name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = name(target, declared);
        ObjectNode input =
                Target.input()
                        .put("restApiId", declared.path("RestApiId").asText())
                        .put("name", name)
                        .put("contentType", declared.path("ContentType").asText("application/json"))
                        .put("schema", schema(declared));
        if (declared.has(DESCRIPTION)) {
            input.put("description", declared.path(DESCRIPTION).asText());
        }
        target.call(SERVICE, "CreateModel", input);
        return new Physical(name);
    }

    private static String schema(ObjectNode declared) {
        return declared.has(SCHEMA) ? Target.document(declared.path(SCHEMA)) : "";
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ArrayNode patch = Patches.of(Set.of(DESCRIPTION), before, declared);
        if (!schema(before).equals(schema(declared))) {
            patch.addObject()
                    .put("op", "replace")
                    .put("path", "/schema")
                    .put("value", schema(declared));
        }
        if (!patch.isEmpty()) {
            ObjectNode input = identity(declared, current.id());
            input.set("patchOperations", patch);
            target.call(SERVICE, "UpdateModel", input);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteModel", identity(declared, current.id()));
    }
}
