package dev.gatehouse.gateway.map;

import java.util.Collection;
import java.util.Map;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/**
 * How much a list or map is when all of it is looked at: one that has another twice, which has a
 * third twice, is small to make and endless to print.
 */
final class ValueSize {
    /** More than a body of API Gateway's largest size has. */
    private static final int MOST_VALUES = 3_000_000;

    private static final int DEEPEST = 1_000;

    private int values;

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

    private void count(@Nullable Object value, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw new VelocityException("a variable of the template is too large");
        }
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(each -> count(each, depth + 1));
            case Collection<?> list -> list.forEach(each -> count(each, depth + 1));
            case null, default -> {}
        }
    }
}
