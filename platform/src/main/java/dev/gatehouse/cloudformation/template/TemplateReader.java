package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.Nesting;
import java.math.BigInteger;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML or JSON into a tree, with short forms such as {@code !Ref} as their long ones. */
public final class TemplateReader {
    /** Bytes of a template: CloudFormation's quota ("CloudFormation quotas", template size). */
    public static final int LONGEST = 1_000_000;

    /** Keeps alias bombs from costing more than an error. */
    private static final int MOST_NODES = 200_000;

    private static final String TOO_DEEP = "Template format error: too large or nested too deeply.";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private int nodes;

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
        LoadSettings settings =
                LoadSettings.builder()
                        .setMaxAliasesForCollections(100)
                        .setLabel("template")
                        .build();
        try {
            check(new Parse(settings).parseString(text), aliases);
            Node root =
                    new Compose(settings).composeString(text).orElseThrow(TemplateReader::empty);
            if (new TemplateReader().convert(root, 0) instanceof ObjectNode template) {
                return template;
            }
        } catch (YamlEngineException problem) {
            throw TemplateErrors.of(
                    "Template format error: %s not well-formed.%s",
                    text.stripLeading().startsWith("{") ? "JSON" : "YAML", place(problem));
        }
        throw TemplateErrors.of("Template format error: unsupported structure.");
    }

    /** Looks at the events of a text, which come one by one, before its tree is composed. */
    private static void check(Iterable<Event> events, boolean aliases) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > Nesting.DEEPEST) {
                throw TemplateErrors.of(TOO_DEEP);
            }
            if (event instanceof AliasEvent && !aliases) {
                throw TemplateErrors.of(
                        "Template error: YAML aliases are not allowed in CloudFormation"
                                + " templates");
            }
        }
    }

    private static RuntimeException empty() {
        return TemplateErrors.of("Template format error: the template is empty.");
    }

    /** Where the text stops being YAML or JSON, as CloudFormation has it. */
    private static String place(YamlEngineException problem) {
        return problem instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(
                                mark ->
                                        " (line %d, column %d)"
                                                .formatted(
                                                        mark.getLine() + 1, mark.getColumn() + 1))
                        .orElse("")
                : "";
    }

    private JsonNode convert(Node node, int depth) {
        if (depth > Nesting.DEEPEST || ++nodes > MOST_NODES) {
            throw TemplateErrors.of(TOO_DEEP);
        }
        String tag = node.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1
                ? longForm(tag.substring(1), node, depth)
                : plain(node, depth);
    }

    private JsonNode longForm(String function, Node node, int depth) {
        JsonNode argument =
                node instanceof ScalarNode scalar
                        ? JSON.textNode(scalar.getValue())
                        : plain(node, depth);
        boolean bare = function.equals("Ref") || function.equals("Condition");
        String name = bare ? function : "Fn::" + function;
        return JSON.objectNode().set(name, argument(name, argument));
    }

    /** A function's argument; a resource and its attribute may have a dot between them. */
    private static JsonNode argument(String name, JsonNode given) {
        if (!name.equals("Fn::GetAtt") || !given.isTextual()) {
            return given;
        }
        ArrayNode parts = JSON.arrayNode();
        for (String part : given.asText().split("\\.", 2)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode plain(Node node, int depth) {
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode list = JSON.arrayNode();
                sequence.getValue().forEach(item -> list.add(convert(item, depth + 1)));
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw TemplateErrors.of("Template format error: unsupported structure.");
        };
    }

    private ObjectNode mapping(MappingNode mapping, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw TemplateErrors.of("Template format error: a key is not a string.");
            }
            JsonNode value = convert(tuple.getValueNode(), depth + 1);
            object.set(key.getValue(), argument(key.getValue(), value));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        // YAML 1.1, which CloudFormation reads, has a tilde for null; the parser's schema has not.
        if (tag.equals(Tag.NULL) || (scalar.isPlain() && value.equals("~"))) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(value));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(new BigInteger(value));
            }
            if (tag.equals(Tag.FLOAT)) {
                return JSON.numberNode(Double.parseDouble(value));
            }
        } catch (NumberFormatException notDecimal) {
            // 0x10, .inf and the like have no JSON form: they stay the text the author wrote.
        }
        return JSON.textNode(value);
    }

    /** A number in the kind of node that reading it from JSON gives, so that the two are equal. */
    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE
                ? JSON.numberNode(value.longValue())
                : JSON.numberNode(value);
    }
}
