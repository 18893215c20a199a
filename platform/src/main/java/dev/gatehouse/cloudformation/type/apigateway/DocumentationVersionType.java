package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::DocumentationVersion}: what is published of an API's documentation. */
final class DocumentationVersionType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String VERSION = "DocumentationVersion";
    private static final String DESCRIPTION = "Description";

    @Override
    public String name() {
        return "AWS::ApiGateway::DocumentationVersion";
    }

    @Override
    public Set<String> properties() {
        return Set.of("RestApiId", VERSION, DESCRIPTION);
    }

    private static ObjectNode identity(ObjectNode declared) {
        return Target.input()
                .put("restApiId", declared.path("RestApiId").asText())
                .put("documentationVersion", declared.path(VERSION).asText());
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.named(
                SERVICE,
                "GetDocumentationVersion",
                identity(declared),
                declared.path(VERSION).asText());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = identity(declared);
        if (declared.has(DESCRIPTION)) {
            input.put("description", declared.path(DESCRIPTION).asText());
        }
        target.call(SERVICE, "CreateDocumentationVersion", input);
        return new Physical(declared.path(VERSION).asText());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ArrayNode patch = Patches.of(Set.of(DESCRIPTION), before, declared);
        if (!patch.isEmpty()) {
            ObjectNode input = identity(declared);
            input.set("patchOperations", patch);
            target.call(SERVICE, "UpdateDocumentationVersion", input);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteDocumentationVersion", identity(declared));
    }
}
