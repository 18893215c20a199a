package dev.gatehouse.gateway.map;

import java.util.Collection;
import java.util.Map;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/**
 * How much a list or map is when all of it is looked at: one that has another twice, which has a
 * third twice, is small to make and endless to print, and so is one that has a long text often.
 */
final class ValueSize {
    /** A body of API Gateway's largest size has one for every two characters, at most. */
    private static final int MOST_VALUES = BoundedText.MAX_CHARS / 2;

    /** Of all texts together: such a body's, and those that a template makes of it. */
    private static final long MOST_CHARS = 4L * BoundedText.MAX_CHARS;

    private static final int DEEPEST = 1_000;

    private int values;
    private long chars;

    private ValueSize() {}

    /**
     * Lets a value pass that is no more than a body could be.
     *
     * @throws VelocityException it is more
     */
    static void check(@Nullable Object value) {
        if (value instanceof Map || value instanceof Collection) {
            new ValueSize().count(value, 0);
        }
    }

    /** A key of JSON is a text; one that a template makes may be a list. */
    private void count(@Nullable Object key, @Nullable Object value, int depth) {
        if (key instanceof CharSequence text) {
            count(text);
        } else {
            count(key, depth);
        }
        count(value, depth);
    }

    private void count(CharSequence text) {
        chars += text.length();
        if (chars > MOST_CHARS) {
            throw tooLarge();
        }
    }

    private static VelocityException tooLarge() {
        return new VelocityException("a variable of the template is too large");
    }

    private void count(@Nullable Object value, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw tooLarge();
        }
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, each) -> count(key, each, depth + 1));
            case Collection<?> list -> list.forEach(each -> count(each, depth + 1));
            case CharSequence text -> count(text);
            case null, default -> {}
        }
    }
}
