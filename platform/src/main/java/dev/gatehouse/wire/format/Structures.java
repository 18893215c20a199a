package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Structures as plain maps, for callers inside the node that have no types. */
public final class Structures {
    private Structures() {}

    /**
     * Gives a map the form of a shape.
     *
     * @param members values by the model's member names: strings, numbers, booleans, byte arrays or
     *     base64 text, timestamps, lists and maps
     * @throws ServiceException {@code SerializationException} for a name the shape does not have or
     *     a value of the wrong kind
     */
    public static Structure fromMap(Shape shape, Map<String, ?> members) {
        try {
            return structure(shape, members);
        } catch (MalformedException wrong) {
            throw new ServiceException("SerializationException", 400, wrong.text());
        }
    }

    private static Structure structure(Shape shape, Map<?, ?> members) {
        Structure.Builder structure = Structure.builder(shape);
        members.forEach(
                (name, value) -> {
                    Member member = shape.member(String.valueOf(name));
                    if (member == null) {
                        throw new MalformedException(
                                "Unrecognized field \"" + name + "\" of " + shape);
                    }
                    if (value != null) {
                        structure.set(member.index(), value(member.shape(), value));
                    }
                });
        return structure.build();
    }

    private static Object value(Shape shape, Object value) {
        return switch (shape.type()) {
            case STRUCTURE -> {
                if (value instanceof Structure structure) {
                    yield structure;
                }
                yield value instanceof Map<?, ?> map
                        ? structure(shape, map)
                        : TreeDecoder.REQUESTS.value(shape, value);
            }
            case LIST -> {
                List<Object> values = new ArrayList<>();
                if (!(value instanceof List<?> list)) {
                    yield TreeDecoder.REQUESTS.value(shape, value);
                }
                list.forEach(element -> values.add(value(shape.element().shape(), element)));
                yield values;
            }
            case MAP -> {
                Map<String, Object> values = new LinkedHashMap<>();
                if (!(value instanceof Map<?, ?> map)) {
                    yield TreeDecoder.REQUESTS.value(shape, value);
                }
                map.forEach(
                        (key, entry) ->
                                values.put(
                                        String.valueOf(key), value(shape.value().shape(), entry)));
                yield values;
            }
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING, BLOB, TIMESTAMP, DOCUMENT ->
                    TreeDecoder.REQUESTS.value(shape, value);
        };
    }

    /**
     * A structure as a map: present members by the model's names; nested structures are maps, blobs
     * byte arrays, timestamps {@link java.time.Instant}s.
     */
    public static Map<String, Object> toMap(Structure structure) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null) {
                members.put(member.name(), plain(value));
            }
        }
        return members;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Structure structure -> toMap(structure);
            case List<?> list -> {
                List<Object> plain = new ArrayList<>(list.size());
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((key, entry) -> plain.put(String.valueOf(key), plain(entry)));
                yield plain;
            }
            default -> value;
        };
    }
}
