package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.Tag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of an IAM entity, in the order in which they were given. */
record Tags(Map<String, String> values) {
    private static final int MOST = 50;

    Tags {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Tags of(@Nullable List<Tag> tags) {
        return new Tags(Map.of()).with(tags == null ? List.of() : tags);
    }

    Tags with(List<Tag> more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        more.forEach(tag -> all.put(tag.key(), tag.value()));
        if (all.size() > MOST) {
            throw IamErrors.limitExceeded(
                    "The number of tags has reached the maximum limit of " + MOST + ".");
        }
        return new Tags(all);
    }

    Tags without(List<String> keys) {
        Map<String, String> all = new LinkedHashMap<>(values);
        keys.forEach(all::remove);
        return new Tags(all);
    }

    List<Tag> list() {
        return values.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** The tags, or null when there are none: AWS leaves the member out then. */
    @Nullable List<Tag> listOrNull() {
        return values.isEmpty() ? null : list();
    }
}
