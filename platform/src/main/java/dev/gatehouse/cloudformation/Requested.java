package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.Parameter;
import dev.gatehouse.aws.cloudformation.Tag;
import dev.gatehouse.cloudformation.template.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests for stacks and change sets say in the same form. */
final class Requested {
    private Requested() {}

    /** Refuses a feature that is not there, unless the request leaves it alone. */
    static void refuse(String property, @Nullable Object given) {
        boolean absent =
                given == null
                        || given.equals(false)
                        || (given instanceof List<?> list && list.isEmpty());
        if (!absent) {
            throw Refusal.of("%s is not supported", property);
        }
    }

    /** Refuses a choice other than the one there is. */
    static void refuseOther(String property, String only, @Nullable String given) {
        if (given != null && !given.equals(only)) {
            throw Refusal.of("%s %s is not supported", property, given);
        }
    }

    /**
     * @param before the values that {@code UsePreviousValue} stands for
     */
    static Map<String, String> values(@Nullable List<Parameter> given, Map<String, String> before) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : orEmpty(given)) {
            String key = parameter.parameterKey();
            String value =
                    Boolean.TRUE.equals(parameter.usePreviousValue())
                            ? before.get(key)
                            : parameter.parameterValue();
            if (key != null && value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    /**
     * @param before the tags that stay when the request names none
     */
    static Map<String, String> tags(@Nullable List<Tag> given, Map<String, String> before) {
        if (given == null) {
            return before;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        given.forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
