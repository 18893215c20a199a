package dev.gatehouse.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.template.TemplateReader;
import java.util.function.Function;

/**
 * {@code AWS::Include}: {@code Fn::Transform} stands for an object of S3, whose members take its
 * place among those beside it.
 */
final class IncludeTransform {
    private static final String NAME = "AWS::Include";
    private static final String TRANSFORM = "Fn::Transform";
    private static final String FAILED = "Transform AWS::Include failed with: ";

    /** What one template may include, so that files which include each other come to an end. */
    private static final int MOST = 100;

    private final Function<String, String> files;
    private int included;

    private IncludeTransform(Function<String, String> files) {
        this.files = files;
    }

    /**
     * The text of a template in which nothing is left to include.
     *
     * @param files reads what a location names
     */
    static String expanded(String text, Function<String, String> files) {
        if (!text.contains(NAME)) {
            return text;
        }
        return new IncludeTransform(files).expanded(TemplateReader.read(text)).toString();
    }

    private JsonNode expanded(JsonNode node) {
        if (node instanceof ArrayNode list) {
            ArrayNode expanded = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> expanded.add(expanded(item)));
            return expanded;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode expanded = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(
                        member -> {
                            if (isInclude(member.getKey(), member.getValue())) {
                                expanded.setAll(included(member.getValue()));
                            } else {
                                expanded.set(member.getKey(), expanded(member.getValue()));
                            }
                        });
        return expanded;
    }

    private static boolean isInclude(String key, JsonNode value) {
        return key.equals(TRANSFORM) && value.path("Name").asText().equals(NAME);
    }

    private ObjectNode included(JsonNode transform) {
        JsonNode location = transform.path("Parameters").path("Location");
        if (!location.isTextual()) {
            throw TemplateErrors.of(
                    FAILED
                            + "The value of parameter Location under transform Include must resolve"
                            + " to a string, number, boolean or a list of any of these.");
        }
        if (++included > MOST) {
            throw TemplateErrors.of(FAILED + "more than %d files are included", MOST);
        }
        return (ObjectNode) expanded(TemplateReader.read(files.apply(location.asText())));
    }
}
