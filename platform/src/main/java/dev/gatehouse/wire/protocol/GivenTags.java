package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.SystemTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tags in an operation's input. Those of the system come from within this process alone, and no
 * policy sees them: who may make a resource may have a stack make it.
 */
public final class GivenTags {
    private static final Set<String> MEMBERS = Set.of("Tags", "tags", "TagKeys", "tagKeys");

    private GivenTags() {}

    /**
     * Rejects a request from outside that gives tags of the system, or takes them away.
     *
     * @throws ServiceException ValidationException
     */
    public static void requireNoneOfTheSystem(Structure input) {
        if (withoutThoseOfTheSystem(input) != input) {
            throw SystemTags.rejection();
        }
    }

    /** The same input where there are none. */
    public static Structure withoutThoseOfTheSystem(Structure input) {
        Structure plain = input;
        for (Member member : input.shape().members()) {
            Object given = input.value(member.index());
            if (given != null && MEMBERS.contains(member.name()) && hasSystemTags(given)) {
                Object left = without(given);
                plain = plain.toBuilder().set(member.index(), isEmpty(left) ? null : left).build();
            }
        }
        return plain;
    }

    private static boolean hasSystemTags(Object given) {
        return switch (given) {
            case Map<?, ?> map -> map.keySet().stream().anyMatch(GivenTags::isSystem);
            case List<?> list -> list.stream().anyMatch(GivenTags::isSystem);
            default -> false;
        };
    }

    private static Object without(Object given) {
        if (given instanceof Map<?, ?> map) {
            Map<Object, Object> left = new LinkedHashMap<>(map);
            left.keySet().removeIf(GivenTags::isSystem);
            return left;
        }
        List<Object> left = new ArrayList<>((List<?>) given);
        left.removeIf(GivenTags::isSystem);
        return left;
    }

    private static boolean isEmpty(Object tags) {
        return tags instanceof Map<?, ?> map ? map.isEmpty() : ((List<?>) tags).isEmpty();
    }

    /** A key, or a pair with one; KMS writes it its own way. */
    private static boolean isSystem(Object tag) {
        Object key = tag;
        if (tag instanceof Structure pair) {
            Object usual = pair.value("Key");
            Object lower = usual == null ? pair.value("key") : usual;
            key = lower == null ? pair.value("TagKey") : lower;
        }
        return key instanceof String text && SystemTags.isSystem(text);
    }
}
