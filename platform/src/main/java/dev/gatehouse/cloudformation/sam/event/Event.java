package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Properties;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.template.Json;

/**
 * An event of a function or a state machine.
 *
 * @param name within its owner
 */
public record Event(Declared owner, String name, String type, ObjectNode properties) {
    /**
     * Reads one.
     *
     * @param kind of the owner: {@code function} or {@code machine}
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a type or a property
     *     that SAM does not have
     */
    public static Event of(String kind, Declared owner, String name, JsonNode given) {
        String type = given.path("Type").asText();
        Properties known = Properties.of(kind + "/" + type);
        if (known == null || !given.path("Type").isTextual()) {
            throw SamErrors.event(
                    owner.id(),
                    name,
                    "Resource dict has missing or invalid value for key Type. Event Type is: "
                            + (type.isEmpty() ? "None" : type)
                            + ".");
        }
        JsonNode properties = given.path("Properties");
        if (!properties.isMissingNode() && !properties.isObject()) {
            throw SamErrors.resource(
                    owner.id() + name, "Properties of a resource must be an object.");
        }
        ObjectNode object = properties instanceof ObjectNode some ? some : Json.object();
        known.check(owner.id() + name, type, object);
        return new Event(owner, name, type, object);
    }

    /** Logical id of what it becomes. */
    public String id() {
        return owner.id() + name;
    }

    /** One property; missing when there is none. */
    public JsonNode get(String property) {
        return properties.path(property);
    }

    /** What is wrong with it. */
    public RuntimeException invalid(String message) {
        return SamErrors.event(owner.id(), name, message);
    }
}
