package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags, the same for both sorts of APIs: at most fifty, and none of AWS's own. */
public final class TagRules {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private TagRules() {}

    /** The tags with more of them; rejects what AWS rejects. */
    public static Map<String, String> with(
            @Nullable Map<String, String> present, Map<String, String> added) {
        Map<String, String> tags = new LinkedHashMap<>(present == null ? Map.of() : present);
        tags.putAll(added);
        check(tags);
        return tags;
    }

    /** The tags without some; null when none is left. */
    public static @Nullable Map<String, String> without(
            @Nullable Map<String, String> present, List<String> keys) {
        Map<String, String> tags = new LinkedHashMap<>(present == null ? Map.of() : present);
        keys.forEach(tags::remove);
        return tags.isEmpty() ? null : tags;
    }

    /** Rejects what AWS rejects. */
    public static void check(@Nullable Map<String, String> tags) {
        if (tags == null) {
            return;
        }
        if (tags.size() > MOST) {
            throw badRequest("Too many tags: at most " + MOST + " may be given to a resource");
        }
        tags.forEach(
                (key, value) -> {
                    if (key.startsWith("aws:")) {
                        throw badRequest(
                                "Invalid tag key: " + key + ". Tags must not begin with 'aws:'");
                    }
                    if (key.isEmpty()
                            || key.length() > LONGEST_KEY
                            || value.length() > LONGEST_VALUE) {
                        throw badRequest("Invalid tag: " + key);
                    }
                });
    }
}
