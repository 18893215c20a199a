package dev.gatehouse.iam.entity;

import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of an IAM entity, in the order in which they were given. */
public record Tags(Map<String, String> values) {
    public Tags {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Tags of(TagKeys keys, @Nullable List<Tag> tags) {
        return new Tags(Map.of()).with(keys, tags == null ? List.of() : tags);
    }

    /** These tags with more, which take the place of those with the same keys. */
    public Tags with(TagKeys keys, List<Tag> more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (int i = 0; i < more.size(); i++) {
            Tag tag = more.get(i);
            if (more.subList(0, i).stream().anyMatch(other -> keys.same(other.key(), tag.key()))) {
                throw IamErrors.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case"
                                + " insensitive.");
            }
            all.keySet().removeIf(key -> keys.same(key, tag.key()) && !key.equals(tag.key()));
            all.put(tag.key(), tag.value());
        }
        TagViolation.of(all)
                .ifPresent(
                        violation -> {
                            throw rejection(violation);
                        });
        return new Tags(all);
    }

    /** The model's limits on keys and values are judged before; they hold for other callers too. */
    private static ServiceException rejection(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    IamErrors.limitExceeded(
                            "The number of tags has reached the maximum limit of " + most + ".");
            case TagViolation.ReservedKey _ ->
                    IamErrors.invalidInput(
                            "Tag keys cannot start with the reserved prefix 'aws:'.");
            case TagViolation.InvalidKey _ -> IamErrors.validation("The tag key is invalid.");
            case TagViolation.InvalidValue _ -> IamErrors.validation("The tag value is invalid.");
        };
    }

    public Tags without(TagKeys keys, List<String> gone) {
        Map<String, String> all = new LinkedHashMap<>(values);
        gone.forEach(key -> all.keySet().removeIf(present -> keys.same(present, key)));
        return new Tags(all);
    }

    public List<Tag> list() {
        return values.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** The tags, or null when there are none: AWS leaves the member out then. */
    public @Nullable List<Tag> listOrNull() {
        return values.isEmpty() ? null : list();
    }
}
