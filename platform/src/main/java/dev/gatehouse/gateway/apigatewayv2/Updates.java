package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Structures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PATCH as this service understands it: members of the request take the place of the resource's,
 * maps are changed entry by entry, and an empty text clears a member or an entry.
 */
final class Updates {
    private Updates() {}

    /** The resource with the members that the request gives. */
    static <T extends View> T merge(ResourceType<T> type, T resource, View request) {
        Map<String, Object> merged = Structures.tree(resource.data());
        Structures.tree(type.from(request).data())
                .forEach(
                        (name, value) ->
                                merged.put(
                                        name,
                                        isMap(type, name)
                                                ? entries(merged.get(name), value)
                                                : value));
        merged.values().removeIf(""::equals);
        return type.read(merged);
    }

    private static boolean isMap(ResourceType<?> type, String name) {
        Member member = type.shape().member(name);
        return member != null && member.shape().type() == ShapeType.MAP;
    }

    private static Object entries(@Nullable Object present, Object given) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> before) {
            merged.putAll(before);
        }
        merged.putAll((Map<?, ?>) given);
        merged.values().removeIf(""::equals);
        return merged;
    }
}
