package dev.gatehouse.aws;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model demands of a value: bounds of a number, or of the length of a string, blob, list or
 * map (both inclusive), a pattern for the whole string, or a closed set of strings. Bounds are
 * doubles: exact for all that models ask for, while BigDecimal takes a start 40 ms to initialise.
 */
public final class Constraints {
    /** Demands nothing. */
    public static final Constraints NONE = new Constraints(null, null, null, List.of());

    private final @Nullable Double min;
    private final @Nullable Double max;
    private final @Nullable String pattern;
    private final List<String> values;
    private @Nullable Pattern compiled;

    Constraints(
            @Nullable Double min,
            @Nullable Double max,
            @Nullable String pattern,
            List<String> values) {
        this.min = min;
        this.max = max;
        this.pattern = pattern;
        this.values = values;
    }

    public @Nullable Double min() {
        return min;
    }

    public @Nullable Double max() {
        return max;
    }

    /** The regular expression as the model has it. */
    public @Nullable String pattern() {
        return pattern;
    }

    /** The allowed strings, in the model's order; empty when every string is. */
    public List<String> values() {
        return values;
    }

    /** Whether the whole of {@code text} matches the pattern; true without a pattern. */
    public boolean matches(String text) {
        if (pattern == null) {
            return true;
        }
        Pattern regex = compiled;
        if (regex == null) {
            regex = Pattern.compile(pattern);
            compiled = regex;
        }
        return regex.matcher(text).matches();
    }
}
