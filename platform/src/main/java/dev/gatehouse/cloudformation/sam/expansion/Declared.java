package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;

/**
 * A serverless resource of the template.
 *
 * @param resource its entry, with the globals applied
 */
public record Declared(String id, ObjectNode resource) {
    private static final String[] PASSED = {"Condition", "DeletionPolicy", "UpdateReplacePolicy"};
    private static final String[] ATTRIBUTES = {
        "DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"
    };

    public String type() {
        return resource.path("Type").asText();
    }

    /** The properties; those that are set later count too. */
    public ObjectNode properties() {
        return resource.get("Properties") instanceof ObjectNode properties
                ? properties
                : resource.putObject("Properties");
    }

    /** One property; missing when there is none. */
    public JsonNode get(String name) {
        return properties().path(name);
    }

    /** Attributes that everything made for the resource has too. */
    public ObjectNode passed() {
        return attributes(PASSED);
    }

    /** Attributes of the resource that takes this one's place. */
    public ObjectNode attributes() {
        ObjectNode attributes = attributes(ATTRIBUTES);
        if (Values.isTrue(resource.path("DependsOn"))) {
            attributes.set("DependsOn", resource.get("DependsOn"));
        }
        return attributes;
    }

    /** What is wrong with it. */
    public RuntimeException invalid(String message) {
        return SamErrors.resource(id, message);
    }

    private ObjectNode attributes(String... names) {
        ObjectNode attributes = Json.object();
        Json.copy(resource, attributes, names);
        return attributes;
    }
}
