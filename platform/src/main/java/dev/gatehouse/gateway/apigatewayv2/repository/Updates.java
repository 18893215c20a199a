package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Structures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PATCH as this service understands it: members of the request take the place of the resource's,
 * maps are changed entry by entry, and an empty text (or map) clears a member or an entry.
 */
public final class Updates {
    private Updates() {}

    /** The resource with the members that the request gives. */
    public static <T extends View> T merge(ResourceType<T> type, T resource, View request) {
        Map<String, Object> merged = Structures.tree(resource.data());
        Structures.tree(type.from(request).data())
                .forEach(
                        (name, value) ->
                                merged.put(
                                        name,
                                        isMap(type.shape(), name)
                                                ? entries(type, name, merged.get(name), value)
                                                : value));
        merged.values().removeIf(""::equals);
        return type.read(merged);
    }

    private static boolean isMap(Shape shape, String name) {
        Member member = shape.member(name);
        return member != null && member.shape().type() == ShapeType.MAP;
    }

    private static Object entries(
            ResourceType<?> type, String name, @Nullable Object present, Object given) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> before) {
            merged.putAll(before);
        }
        merged.putAll((Map<?, ?>) given);
        merged.values().removeIf(""::equals);
        if (Objects.requireNonNull(type.shape().member(name)).shape().value().shape().type()
                == ShapeType.MAP) {
            // A map among the entries is cleared by an empty one.
            merged.values().removeIf(Map.of()::equals);
        }
        return merged;
    }
}
