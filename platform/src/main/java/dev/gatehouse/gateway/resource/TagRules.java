package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.kernel.TagViolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tags, the same for both sorts of APIs: at most fifty, and none of AWS's own. */
public final class TagRules {
    private static final int SHOWN = 128;

    private TagRules() {}

    /** The tags with more of them; rejects what AWS rejects. */
    static Map<String, String> with(Map<String, String> present, Map<String, String> added) {
        Map<String, String> tags = new LinkedHashMap<>(present);
        tags.putAll(added);
        check(tags);
        return tags;
    }

    /** The tags without some. */
    static Map<String, String> without(Map<String, String> present, List<String> keys) {
        Map<String, String> tags = new LinkedHashMap<>(present);
        keys.forEach(tags::remove);
        return tags;
    }

    /** Rejects what AWS rejects. */
    public static void check(@Nullable Map<String, String> tags) {
        if (tags == null) {
            return;
        }
        reject(TagViolation.of(tags));
    }

    /** The same for tags that no stack gives, such as those of a document. */
    public static void checkUserDefined(Map<String, String> tags) {
        reject(TagViolation.ofUserDefined(tags, TagViolation.TAGS_MAX));
    }

    private static void reject(Optional<TagViolation> found) {
        found.ifPresent(
                violation -> {
                    throw badRequest(words(violation));
                });
    }

    private static String words(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    "Too many tags: at most " + most + " may be given to a resource";
            case TagViolation.ReservedKey(String key) ->
                    "Invalid tag key: " + key + ". Tags must not begin with 'aws:'";
            case TagViolation.InvalidKey(String key) ->
                    "Invalid tag key: " + key.substring(0, Math.min(key.length(), SHOWN));
            case TagViolation.InvalidValue(String key, _) -> "Invalid value of the tag " + key;
        };
    }
}
