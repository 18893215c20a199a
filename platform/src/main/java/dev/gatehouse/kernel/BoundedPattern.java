package dev.gatehouse.kernel;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * The text with its first match, or all of them, replaced as {@link
     * java.util.regex.Matcher#replaceAll} does; empty when that takes too long.
     *
     * @param longest how long it may become
     */
    public Optional<String> replaced(String text, String replacement, boolean all, int longest) {
        try {
            Matching matching = matching(text);
            StringBuilder made = new StringBuilder(text.length());
            boolean more = true;
            while (more && matching.find() && made.length() <= longest) {
                matching.append(made, replacement);
                more = all;
            }
            matching.appendTail(made);
            return made.length() > longest ? Optional.empty() : Optional.of(made.toString());
        } catch (TooManyStepsException | StackOverflowError endless) {
            return Optional.empty();
        }
    }

    /**
     * The text's pieces between matches, as {@link Pattern#split(CharSequence, int)} has them;
     * empty when that takes too long.
     *
     * @param most how many there may be
     */
    public Optional<List<String>> split(String text, int limit, int most) {
        List<String> pieces = new ArrayList<>();
        try {
            Matching matching = matching(text);
            int from = 0;
            while ((limit <= 0 || pieces.size() < limit - 1) && matching.find()) {
                // A match of nothing at the beginning leaves no piece before it.
                if (matching.end() > 0) {
                    pieces.add(text.substring(from, matching.start()));
                    from = matching.end();
                }
                if (pieces.size() > most) {
                    return Optional.empty();
                }
            }
            pieces.add(text.substring(from));
        } catch (TooManyStepsException | StackOverflowError endless) {
            return Optional.empty();
        }
        while (limit == 0 && pieces.size() > 1 && pieces.getLast().isEmpty()) {
            pieces.removeLast();
        }
        return Optional.of(pieces);
    }

    private Matching matching(String text) {
        if (linear != null) {
            return new Linear(linear.matcher(text));
        }
        return new Backtracking(source.matcher(new CountedText(text, new Steps())));
    }

    @Override
    public String toString() {
        return source.pattern();
    }

    /** The matches of a text, one after the other. */
    private sealed interface Matching {
        boolean find();

        int start();

        int end();

        void append(StringBuilder made, String replacement);

        void appendTail(StringBuilder made);
    }

    private record Linear(com.google.re2j.Matcher matcher) implements Matching {
        @Override
        public boolean find() {
            return matcher.find();
        }

        @Override
        public int start() {
            return matcher.start();
        }

        @Override
        public int end() {
            return matcher.end();
        }

        @Override
        public void append(StringBuilder made, String replacement) {
            matcher.appendReplacement(made, replacement);
        }

        @Override
        public void appendTail(StringBuilder made) {
            matcher.appendTail(made);
        }
    }

    private record Backtracking(java.util.regex.Matcher matcher) implements Matching {
        @Override
        public boolean find() {
            return matcher.find();
        }

        @Override
        public int start() {
            return matcher.start();
        }

        @Override
        public int end() {
            return matcher.end();
        }

        @Override
        public void append(StringBuilder made, String replacement) {
            matcher.appendReplacement(made, replacement);
        }

        @Override
        public void appendTail(StringBuilder made) {
            matcher.appendTail(made);
        }
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
