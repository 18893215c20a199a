package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.YamlTree;

/** Reads YAML or JSON into a tree, with short forms such as {@code !Ref} as their long ones. */
public final class TemplateReader {
    /** Bytes of a template: CloudFormation's quota ("CloudFormation quotas", template size). */
    public static final int LONGEST = 1_000_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TemplateReader() {}

    /**
     * Reads a template that was sent.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when the text is no template,
     *     or has YAML aliases, which CloudFormation does not take
     */
    public static ObjectNode read(String text) {
        return read(text, false);
    }

    /**
     * Reads a template as tools do that package one before they send it: an alias stands for what
     * it names.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when the text is no template
     */
    public static ObjectNode readSource(String text) {
        return read(text, true);
    }

    private static ObjectNode read(String text, boolean aliases) {
        if (text.length() > LONGEST) {
            throw TemplateErrors.of("Template may not exceed %d bytes in size.", LONGEST);
        }
        try {
            if (YamlTree.read(text, new ShortForms(), aliases) instanceof ObjectNode template) {
                return template;
            }
        } catch (YamlTree.Unreadable problem) {
            throw rejection(text, problem);
        }
        throw TemplateErrors.of("Template format error: unsupported structure.");
    }

    private static ServiceException rejection(String text, YamlTree.Unreadable problem) {
        return switch (problem.reason()) {
            case TOO_DEEP ->
                    TemplateErrors.of("Template format error: too large or nested too deeply.");
            case ALIAS ->
                    TemplateErrors.of(
                            "Template error: YAML aliases are not allowed in CloudFormation"
                                    + " templates");
            case EMPTY -> TemplateErrors.of("Template format error: the template is empty.");
            case NOT_A_TREE -> TemplateErrors.of("Template format error: unsupported structure.");
            case MALFORMED ->
                    TemplateErrors.of(
                            "Template format error: %s not well-formed.%s",
                            text.stripLeading().startsWith("{") ? "JSON" : "YAML", problem.place());
        };
    }

    private static final class ShortForms implements YamlTree.Notation {

        @Override
        public JsonNode tagged(String tag, JsonNode node) {
            boolean bare = tag.equals("Ref") || tag.equals("Condition");
            String name = bare ? tag : "Fn::" + tag;
            return JSON.objectNode().set(name, value(name, node));
        }

        /** A resource and its attribute may have a dot between them. */
        @Override
        public JsonNode value(String key, JsonNode node) {
            if (!key.equals("Fn::GetAtt") || !node.isTextual()) {
                return node;
            }
            ArrayNode parts = JSON.arrayNode();
            for (String part : node.asText().split("\\.", 2)) {
                parts.add(part);
            }
            return parts;
        }
    }
}
