package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import org.jspecify.annotations.Nullable;

/** A resource of CloudFormation that the transform makes. */
public final class Made {
    private static final String PROPERTIES = "Properties";

    private final String id;
    private final String type;
    private final ObjectNode resource = Json.object();
    private final ObjectNode properties = Json.object();

    /**
     * @param attributes beside the properties, such as a condition
     */
    public Made(String id, String type, ObjectNode attributes) {
        this.id = id;
        this.type = type;
        resource.put("Type", type);
        resource.setAll(attributes);
    }

    public String id() {
        return id;
    }

    public String type() {
        return type;
    }

    public ObjectNode properties() {
        return properties;
    }

    /** Sets a property to what there is, and leaves it out where there is nothing. */
    public Made set(String name, @Nullable JsonNode value) {
        if (value != null && !value.isMissingNode() && !value.isNull()) {
            properties.set(name, value);
        }
        return this;
    }

    /** Sets a property to a text. */
    public Made set(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Copies the properties that are there. */
    public Made copy(ObjectNode from, String... names) {
        Json.copy(from, properties, names);
        return this;
    }

    /** Sets an attribute beside the properties. */
    public Made attribute(String name, JsonNode value) {
        resource.set(name, value);
        return this;
    }

    /** The entry of the template's Resources. */
    public ObjectNode json() {
        resource.set(PROPERTIES, properties);
        return resource;
    }
}
