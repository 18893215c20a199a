package dev.gatehouse.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a service's resources: what changes of them come to, and what is rejected.
 *
 * @param rejection how the service says what is wrong
 */
public record ServiceTags(Function<TagViolation, ServiceException> rejection) {

    /**
     * The tags that a request brings; null for none.
     *
     * @throws ServiceException no resource may be tagged so
     */
    public <T> Map<String, String> of(
            @Nullable List<T> asked, Function<T, String> key, Function<T, @Nullable String> value) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (asked != null) {
            for (T tag : asked) {
                String given = value.apply(tag);
                tags.put(key.apply(tag), given == null ? "" : given);
            }
        }
        return checked(tags);
    }

    /**
     * The same tags.
     *
     * @throws ServiceException no resource may be tagged so
     */
    public Map<String, String> checked(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw rejection.apply(violation);
                        });
        return tags;
    }

    /**
     * What a resource has once it gets more.
     *
     * @throws ServiceException it may not have so many
     */
    public Map<String, String> added(Map<String, String> tags, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return checked(all);
    }

    /** What a resource has once it loses some. */
    public static Map<String, String> without(Map<String, String> tags, Collection<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(tags);
        left.keySet().removeAll(keys);
        return left;
    }

    /** Tags as a response lists them, in the order of their keys. */
    public static <T> List<T> shown(
            Map<String, String> tags, BiFunction<String, String, T> element) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> element.apply(tag.getKey(), tag.getValue()))
                        .toList();
    }
}
