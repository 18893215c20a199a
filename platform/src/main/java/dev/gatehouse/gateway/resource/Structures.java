package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries values from one structure shape to another, and to plain trees and back, by name. */
public final class Structures {
    private Structures() {}

    /**
     * A structure with the members that the sources have in common with its shape; where several
     * have one, the last source counts. Requests, stored resources and responses of API Gateway
     * name the same things alike.
     */
    public static Structure as(Shape shape, Structure... sources) {
        Structure.Builder built = Structure.builder(shape);
        for (Structure source : sources) {
            for (Member member : source.shape().members()) {
                Object value = source.value(member.index());
                Member target = shape.member(member.name());
                if (value != null && target != null) {
                    built.set(target.index(), convert(value, target.shape()));
                }
            }
        }
        return built.build();
    }

    private static Object convert(Object value, Shape shape) {
        return switch (value) {
            case Structure nested -> nested.shape() == shape ? nested : as(shape, nested);
            case List<?> list ->
                    list.stream().map(e -> convert(e, shape.element().shape())).toList();
            case Map<?, ?> map -> {
                Map<String, Object> converted = new LinkedHashMap<>();
                map.forEach((k, v) -> converted.put((String) k, convert(v, shape.value().shape())));
                yield converted;
            }
            default -> value;
        };
    }

    /** The present members as a tree of maps, lists, text, numbers and booleans. */
    public static Map<String, Object> tree(Structure structure) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null) {
                tree.put(member.name(), plain(value));
            }
        }
        return tree;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Structure nested -> tree(nested);
            case List<?> list -> list.stream().map(Structures::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> converted = new LinkedHashMap<>();
                map.forEach((key, entry) -> converted.put((String) key, plain(entry)));
                yield converted;
            }
            case Instant instant -> instant.toString();
            case byte[] _ -> throw new IllegalArgumentException("blobs have no place in a tree");
            default -> value;
        };
    }

    /** The structure that a tree describes; members the shape does not know are left out. */
    public static Structure read(Shape shape, Map<String, ?> tree) {
        Structure.Builder built = Structure.builder(shape);
        tree.forEach(
                (name, value) -> {
                    Member member = shape.member(name);
                    if (member != null && value != null) {
                        built.set(member.index(), typed(value, member.shape()));
                    }
                });
        return built.build();
    }

    @SuppressWarnings("unchecked") // trees are keyed by text
    private static Object typed(Object value, Shape shape) {
        return switch (shape.type()) {
            case STRUCTURE -> read(shape, (Map<String, ?>) value);
            case LIST -> {
                List<Object> list = new ArrayList<>();
                ((List<?>) value).forEach(e -> list.add(typed(e, shape.element().shape())));
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                ((Map<String, ?>) value)
                        .forEach((key, entry) -> map.put(key, typed(entry, shape.value().shape())));
                yield map;
            }
            case TIMESTAMP -> Instant.parse((String) value);
            case INTEGER -> ((Number) value).intValue();
            case LONG -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case BOOLEAN, STRING, BLOB, DOCUMENT -> value;
        };
    }
}
