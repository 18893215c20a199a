package dev.gatehouse.identity.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the condition keys that a request has besides those of its principal. They are
 * found when a policy asks for them: most policies ask for none.
 */
@FunctionalInterface
public interface ConditionKeys {
    /** Knows no key. */
    ConditionKeys NONE = _ -> null;

    /**
     * The values of a key.
     *
     * @param key in lower case
     * @return empty when the request has none; null when that is not known
     */
    @Nullable List<String> of(String key);

    /**
     * @param values by key in lower case; an empty list for a key that has none in the request
     */
    static ConditionKeys of(Map<String, List<String>> values) {
        return values::get;
    }

    /** These, and the others' where these do not know a key. */
    default ConditionKeys or(ConditionKeys others) {
        return key -> {
            List<String> values = of(key);
            return values == null ? others.of(key) : values;
        };
    }
}
