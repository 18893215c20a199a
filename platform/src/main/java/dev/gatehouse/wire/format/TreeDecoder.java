package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a tree of maps, lists and values, as JSON and CBOR have them, the form of a shape. */
public final class TreeDecoder {
    /**
     * Rejects members the model does not know, so that no caller believes that a setting took
     * effect.
     */
    public static final TreeDecoder REQUESTS = new TreeDecoder(true);

    /** Passes over members the model does not know: a service may be newer than its model. */
    public static final TreeDecoder RESPONSES = new TreeDecoder(false);

    private final boolean strict;

    private TreeDecoder(boolean strict) {
        this.strict = strict;
    }

    private Structure structure(Shape shape, @Nullable Object tree) {
        Structure.Builder structure = Structure.builder(shape);
        members(structure, tree);
        return structure.build();
    }

    /** Sets the members a tree holds; members that travel elsewhere are not looked at. */
    public void members(Structure.Builder structure, @Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            throw new MalformedException("Unrecognized collection type " + name(tree));
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Member member = structure.shape().memberOnWire(name);
            if (member == null) {
                if (strict && !name.equals("__type")) {
                    throw new MalformedException(
                            "Unrecognized field \"" + name + "\" of " + structure.shape());
                }
            } else if (entry.getValue() != null && member.location() == Location.BODY) {
                structure.set(member.index(), value(member.shape(), entry.getValue()));
            }
        }
    }

    /** Reads a tree as a value of any shape. */
    public Object value(Shape shape, Object tree) {
        return switch (shape.type()) {
            case STRUCTURE -> structure(shape, tree);
            case LIST -> list(shape, tree);
            case MAP -> map(shape, tree);
            case STRING -> text(tree);
            case BOOLEAN -> tree instanceof Boolean ? tree : reject(tree, "a Boolean");
            case INTEGER -> (int) whole(tree, Integer.MIN_VALUE, Integer.MAX_VALUE, "an Integer");
            case LONG -> whole(tree, Long.MIN_VALUE, Long.MAX_VALUE, "a Long");
            case FLOAT -> (float) decimal(tree, "a Float");
            case DOUBLE -> decimal(tree, "a Double");
            case BLOB -> blob(tree);
            case TIMESTAMP -> timestamp(tree);
            case DOCUMENT -> tree;
        };
    }

    private List<Object> list(Shape shape, Object tree) {
        if (!(tree instanceof List<?> elements)) {
            throw new MalformedException("Unrecognized collection type " + name(tree));
        }
        List<Object> values = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (element != null) {
                values.add(value(shape.element().shape(), element));
            }
        }
        return values;
    }

    private Map<String, Object> map(Shape shape, Object tree) {
        if (!(tree instanceof Map<?, ?> entries)) {
            throw new MalformedException("Unrecognized collection type " + name(tree));
        }
        Map<String, Object> values = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach(
                (key, value) -> {
                    if (value != null) {
                        values.put(String.valueOf(key), value(shape.value().shape(), value));
                    }
                });
        return values;
    }

    private static Object text(Object tree) {
        return switch (tree) {
            case String text -> text;
            // Recorded: AWS names the classes that its servers read JSON as.
            case Boolean _ ->
                    throw new MalformedException(
                            "class java.lang.Boolean can not be converted to an String");
            case Number _ ->
                    throw new MalformedException(
                            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not"
                                    + " be converted to an String");
            default -> throw unfit(tree, "a String");
        };
    }

    private static long whole(Object tree, long min, long max, String wanted) {
        if (tree instanceof Number number) {
            double approximate = number.doubleValue();
            boolean exact = tree instanceof Long || tree instanceof Integer;
            if (exact || (approximate == Math.rint(approximate) && Math.abs(approximate) < 1e18)) {
                long value = number.longValue();
                if (value >= min && value <= max) {
                    return value;
                }
            }
        }
        throw unfit(tree, wanted);
    }

    private static double decimal(Object tree, String wanted) {
        if (tree instanceof Number number) {
            return number.doubleValue();
        }
        return switch (tree instanceof String word ? word : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw unfit(tree, wanted);
        };
    }

    private static byte[] blob(Object tree) {
        if (tree instanceof byte[] bytes) {
            return bytes;
        }
        if (tree instanceof String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException unreadable) {
                throw new MalformedException("The string is not base64 and can not be a Blob");
            }
        }
        throw unfit(tree, "a Blob");
    }

    private static Instant timestamp(Object tree) {
        return switch (tree) {
            case Instant instant -> instant;
            case Number number -> Timestamps.ofEpochSeconds(number.doubleValue());
            case String text -> Timestamps.parse(text);
            default -> throw unfit(tree, "milliseconds since epoch");
        };
    }

    private static Object reject(Object tree, String wanted) {
        throw unfit(tree, wanted);
    }

    private static MalformedException unfit(Object tree, String wanted) {
        return switch (tree) {
            case Map<?, ?> _ ->
                    new MalformedException("Start of structure or map found where not expected.");
            case List<?> _ -> new MalformedException("Start of list found where not expected");
            default -> new MalformedException(name(tree) + " can not be converted to " + wanted);
        };
    }

    /** What JSON calls the kind of a value. */
    private static String name(@Nullable Object tree) {
        return switch (tree) {
            case null -> "NULL_VALUE";
            case String _ -> "STRING_VALUE";
            case Number _ -> "NUMBER_VALUE";
            case Boolean bool -> bool ? "TRUE_VALUE" : "FALSE_VALUE";
            case List<?> _ -> "START_ARRAY";
            case Map<?, ?> _ -> "START_OBJECT";
            default -> "VALUE";
        };
    }
}
