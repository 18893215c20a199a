package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An API, and what a document of OpenAPI makes of it. What the template says of the API itself
 * counts before what the document says.
 *
 * @param head the API itself
 * @param how the properties that say how a document is imported
 * @param step imports a document
 */
record DocumentedApi(ApiResource head, Set<String> how, Import step) implements ResourceType {
    private static final String NAME = "Name";
    private static final String PROTOCOL = "ProtocolType";

    /** Imports a document into an API, and says again of the API what the template says of it. */
    @FunctionalInterface
    interface Import {
        /**
         * @param head what the template says of the API itself
         * @param declared all it says
         */
        void run(Target target, Physical api, ObjectNode head, ObjectNode declared);
    }

    @Override
    public String name() {
        return head.name();
    }

    @Override
    public Set<String> properties() {
        Set<String> all = new HashSet<>(head.properties());
        all.addAll(ApiDefinition.PROPERTIES);
        all.addAll(how);
        return all;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return head.find(target, head(target, declared));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode named = head(target, declared);
        Physical made = head.create(target, named);
        if (ApiDefinition.isIn(declared)) {
            Target.complete(
                    () -> step.run(target, made, named, declared),
                    () -> head.delete(target, made, named));
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode named = head(target, declared);
        head.update(target, current, head(target, before), named);
        if (ApiDefinition.changed(before, declared, how)) {
            step.run(target, current, named, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        head.delete(target, current, declared);
    }

    private ObjectNode head(Target target, ObjectNode declared) {
        ObjectNode own = declared.deepCopy();
        own.retain(head.properties().stream().map(path -> path.split("\\.", 2)[0]).toList());
        if (!own.has(NAME)) {
            own.put(NAME, ApiDefinition.title(declared, target.stack()));
        }
        if (head.properties().contains(PROTOCOL)
                && ApiDefinition.isIn(declared)
                && !own.has(PROTOCOL)) {
            own.put(PROTOCOL, "HTTP");
        }
        return own;
    }
}
