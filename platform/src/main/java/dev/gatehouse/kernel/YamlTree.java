package dev.gatehouse.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
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

/**
 * Reads YAML, of which JSON is a part, into a tree of JSON, and writes it. A text costs no more
 * than its length allows, whatever its aliases stand for.
 */
public final class YamlTree {
    /** Keeps alias bombs from costing more than an error. */
    private static final int MOST_NODES = 200_000;

    /** Characters: what is allowed to numbers of JSON. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int MOST_ALIASES = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a kind of document makes of its own tags and keys. */
    public interface Notation {
        /** Of plain YAML: tags of its own mean nothing. */
        Notation PLAIN = (_, node) -> node;

        /**
         * A node with a tag of the document's own.
         *
         * @param tag without its exclamation mark
         */
        JsonNode tagged(String tag, JsonNode node);

        /** The value of a key. */
        default JsonNode value(String key, JsonNode node) {
            return node;
        }
    }

    /** Why a text was not read. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        /** What is wrong with a text. */
        public enum Reason {
            TOO_DEEP,
            ALIAS,
            EMPTY,
            NOT_A_TREE,
            MALFORMED
        }

        private final Reason reason;
        private final String place;

        private Unreadable(Reason reason, String place) {
            super(reason + place, null, false, false);
            this.reason = reason;
            this.place = place;
        }

        public Reason reason() {
            return reason;
        }

        /** Where, such as {@code " (line 3, column 1)"}; empty when that is not known. */
        public String place() {
            return place;
        }
    }

    private final Notation notation;
    private int nodes;

    private YamlTree(Notation notation) {
        this.notation = notation;
    }

    /**
     * Reads a text.
     *
     * @param aliases whether an alias stands for what it names; otherwise there must be none
     */
    public static JsonNode read(String text, Notation notation, boolean aliases) throws Unreadable {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(MOST_ALIASES).build();
        try {
            check(new Parse(settings).parseString(text), aliases);
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new Unreadable(Unreadable.Reason.EMPTY, "");
            }
            return new YamlTree(notation).convert(root.get(), 0);
        } catch (YamlEngineException problem) {
            throw new Unreadable(Unreadable.Reason.MALFORMED, place(problem));
        }
    }

    /** A tree as YAML. */
    public static String write(JsonNode tree) {
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(MAPPER.convertValue(tree, Object.class));
    }

    /** Looks at the events of a text, which come one by one, before its tree is composed. */
    private static void check(Iterable<Event> events, boolean aliases) throws Unreadable {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > Nesting.DEEPEST) {
                throw new Unreadable(Unreadable.Reason.TOO_DEEP, "");
            }
            if (event instanceof AliasEvent && !aliases) {
                throw new Unreadable(Unreadable.Reason.ALIAS, "");
            }
        }
    }

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

    private JsonNode convert(Node node, int depth) throws Unreadable {
        if (depth > Nesting.DEEPEST || ++nodes > MOST_NODES) {
            throw new Unreadable(Unreadable.Reason.TOO_DEEP, "");
        }
        String tag = node.getTag().getValue();
        // The parser takes a bare ${NAME} for a variable of its environment.
        if (!tag.startsWith("!") || tag.length() == 1 || node.getTag().equals(Tag.ENV_TAG)) {
            return plain(node, depth);
        }
        JsonNode argument =
                node instanceof ScalarNode scalar
                        ? JSON.textNode(scalar.getValue())
                        : plain(node, depth);
        return notation.tagged(tag.substring(1), argument);
    }

    private JsonNode plain(Node node, int depth) throws Unreadable {
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode list = JSON.arrayNode();
                for (Node item : sequence.getValue()) {
                    list.add(convert(item, depth + 1));
                }
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new Unreadable(Unreadable.Reason.NOT_A_TREE, "");
        };
    }

    private ObjectNode mapping(MappingNode mapping, int depth) throws Unreadable {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Unreadable(Unreadable.Reason.NOT_A_TREE, "");
            }
            JsonNode value = convert(tuple.getValueNode(), depth + 1);
            object.set(key.getValue(), notation.value(key.getValue(), value));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        // YAML 1.1, which AWS reads, has a tilde for null; the parser's schema has not.
        if (tag.equals(Tag.NULL) || (scalar.isPlain() && value.equals("~"))) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(value));
        }
        try {
            // What would take long to read stays a text, too.
            if (tag.equals(Tag.INT) && value.length() <= LONGEST_NUMBER) {
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
