package dev.gatehouse.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with the tags of a resource by the limits that all of AWS has in common ("Tag
 * naming limits and requirements" of the guide to tagging AWS resources). Each service says it in
 * words of its own.
 */
public sealed interface TagViolation {
    /** Tags of one resource. */
    int TAGS_MAX = 50;

    /** Characters of a key, which has at least one. */
    int KEY_MAX = 128;

    /** Characters of a value, which may be empty. */
    int VALUE_MAX = 256;

    /** Letters, digits, spaces and a few signs. */
    Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    /** More tags than a resource may have. */
    record TooMany(int count, int most) implements TagViolation {}

    /** A key in AWS's own name space, {@code aws:} in whatever case, but for {@link SystemTags}. */
    record ReservedKey(String key) implements TagViolation {}

    /** A key that is empty, too long, or has a character that tags may not have. */
    record InvalidKey(String key) implements TagViolation {}

    /** A value that is too long, or has a character that tags may not have. */
    record InvalidValue(String key, String value) implements TagViolation {}

    /** The first violation among all tags that a resource is to have. */
    static Optional<TagViolation> of(Map<String, String> tags) {
        return of(tags, TAGS_MAX);
    }

    /**
     * The first violation among tags that no stack gives, such as those of objects and sessions:
     * {@link SystemTags} are violations among them, too.
     *
     * @param most how many there may be
     */
    static Optional<TagViolation> ofUserDefined(Map<String, String> tags, int most) {
        return tags.keySet().stream()
                .filter(SystemTags::isSystem)
                .findFirst()
                .<TagViolation>map(ReservedKey::new)
                .or(() -> of(tags, most));
    }

    private static Optional<TagViolation> of(Map<String, String> tags, int most) {
        int counted = tags.size() - SystemTags.in(tags).size();
        if (counted > most) {
            return Optional.of(new TooMany(counted, most));
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            String key = tag.getKey();
            if (SystemTags.isSystem(key)) {
                continue;
            }
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                return Optional.of(new ReservedKey(key));
            }
            if (key.isEmpty() || !fits(key, KEY_MAX)) {
                return Optional.of(new InvalidKey(key));
            }
            if (!fits(tag.getValue(), VALUE_MAX)) {
                return Optional.of(new InvalidValue(key, tag.getValue()));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(String text, int most) {
        return text.length() <= 2 * most
                && text.codePointCount(0, text.length()) <= most
                && CHARACTERS.matcher(text).matches();
    }
}
