package dev.gatehouse.kernel;

import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a tenant, matched against the text of a client: in time linear to the
 * text where its grammar allows that, else within a number of steps. It has Java's grammar.
 */
public final class BoundedPattern {
    /** Reads of characters for one match where the grammar needs backtracking. */
    private static final int MOST_STEPS = 200_000;

    /** Unions and intersections of classes, which the linear grammar would take for others. */
    private static final Pattern JAVA_CLASS = Pattern.compile("&&|\\[[^]]*\\[");

    private final Pattern source;
    private final com.google.re2j.@Nullable Pattern linear;

    private BoundedPattern(Pattern source, com.google.re2j.@Nullable Pattern linear) {
        this.source = source;
        this.linear = linear;
    }

    /** The pattern; empty when the expression is none. */
    public static Optional<BoundedPattern> compile(String expression) {
        if (Nesting.isTooDeep(expression)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BoundedPattern(Pattern.compile(expression), linear(expression)));
        } catch (java.util.regex.PatternSyntaxException broken) {
            return Optional.empty();
        }
    }

    private static com.google.re2j.@Nullable Pattern linear(String expression) {
        if (JAVA_CLASS.matcher(expression).find()) {
            return null;
        }
        try {
            return com.google.re2j.Pattern.compile(expression);
        } catch (PatternSyntaxException backtracks) {
            return null;
        }
    }

    /** Whether it matches the whole text; one that takes too long does not. */
    public boolean matches(String text) {
        if (linear != null) {
            return linear.matches(text);
        }
        try {
            return source.matcher(new CountedText(text, new Steps())).matches();
        } catch (TooManyStepsException | StackOverflowError endless) {
            return false;
        }
    }

    /** Whether it matches some part of the text; one that takes too long does not. */
    public boolean finds(String text) {
        if (linear != null) {
            return linear.matcher(text).find();
        }
        try {
            return source.matcher(new CountedText(text, new Steps())).find();
        } catch (TooManyStepsException | StackOverflowError endless) {
            return false;
        }
    }

    @Override
    public String toString() {
        return source.pattern();
    }

    private static final class Steps {
        private int taken;

        void take() {
            if (++taken > MOST_STEPS) {
                throw new TooManyStepsException();
            }
        }
    }

    private static final class TooManyStepsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super(null, null, false, false);
        }
    }

    private record CountedText(CharSequence text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
