package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a web identity token asks its session to carry (IAM User Guide, "Passing session tags using
 * AssumeRoleWithWebIdentity").
 *
 * @param tags session tags
 * @param transitive the keys of those that go on to the next role
 * @param sourceIdentity who is behind it; null when the token does not say
 */
record TokenCarry(
        Map<String, String> tags, List<String> transitive, @Nullable String sourceIdentity) {
    private static final String TAGS = "https://aws.amazon.com/tags";
    private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";
    private static final String PRINCIPAL_TAGS = "principal_tags";
    private static final String TRANSITIVE_KEYS = "transitive_tag_keys";

    /** Of the claims of a token, in either of the forms that its tags may have. */
    static TokenCarry of(Map<String, Object> claims) {
        Object nested = claims.get(TAGS);
        Object tags = claims.get(TAGS + '/' + PRINCIPAL_TAGS);
        Object transitive = claims.get(TAGS + '/' + TRANSITIVE_KEYS);
        if (nested instanceof Map<?, ?> map) {
            tags = map.get(PRINCIPAL_TAGS);
            transitive = map.get(TRANSITIVE_KEYS);
        }
        Object source = claims.get(SOURCE_IDENTITY);
        return new TokenCarry(
                SessionRequest.ownTags(listed(tags)),
                transitive instanceof List<?> keys
                        ? keys.stream().map(String::valueOf).toList()
                        : List.of(),
                source == null ? null : source.toString());
    }

    private static List<Tag> listed(@Nullable Object tags) {
        List<Tag> listed = new ArrayList<>();
        if (tags instanceof Map<?, ?> map) {
            map.forEach(
                    (key, value) ->
                            listed.add(
                                    Tag.builder()
                                            .key(String.valueOf(key))
                                            .value(String.valueOf(single(value)))
                                            .build()));
        }
        return listed;
    }

    /** A tag has one value, which a token writes as a list. */
    private static @Nullable Object single(@Nullable Object value) {
        return value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value;
    }
}
