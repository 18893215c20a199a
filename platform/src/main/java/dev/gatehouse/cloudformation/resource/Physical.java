package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource that exists.
 *
 * @param id its physical id: what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives, by name
 * @param secret whether the attributes are masked where the stack is shown
 */
public record Physical(String id, ObjectNode attributes, boolean secret) {
    public Physical(String id, ObjectNode attributes) {
        this(id, attributes, false);
    }

    public Physical(String id) {
        this(id, JsonNodeFactory.instance.objectNode());
    }

    /** The same with one more attribute. */
    public Physical with(String name, String value) {
        return new Physical(id, attributes.deepCopy().put(name, value), secret);
    }
}
