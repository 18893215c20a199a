package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.Nesting;
import java.util.regex.Pattern;

/**
 * Which JSONPaths are evaluated: the library has no bounds, and templates run where other requests
 * wait.
 */
final class PathBounds {
    /** Values that the unions of a path, such as {@code [0,1]}, may take of one value together. */
    private static final int MOST_VALUES = 10_000;

    /** Of a body that may be searched all the way down twice in one path. */
    private static final int SHORT_BODY = 100_000;

    /**
     * Of a body that a filter may look at as a whole, or two lists of which it may compare: either
     * takes the square of its length.
     */
    private static final int SMALL_BODY = 10_000;

    private static final Pattern LIST_BY_LIST =
            Pattern.compile("(?i)\\b(?:all|anyof|noneof|subsetof)[\\s(]*@");

    private static final String DESCENT = "..";
    private static final String REGULAR_EXPRESSION = "=~";

    private PathBounds() {}

    /**
     * Whether a path costs no more than it may: Java's regular expressions may backtrack without
     * end, each descent looks at all of what the one before found, and a union takes a value as
     * often as it names it. A filter that looks at the whole body does so for each value.
     */
    static boolean allow(String path, int bodyChars) {
        if (Nesting.isTooDeep(path) || path.contains(REGULAR_EXPRESSION)) {
            return false;
        }
        int descents = path.split("\\Q" + DESCENT + "\\E", -1).length - 1;
        return descents <= (bodyChars > SHORT_BODY ? 1 : 2)
                && (bodyChars <= SMALL_BODY
                        || !filtersByTheWhole(path) && !LIST_BY_LIST.matcher(path).find())
                && stepsAndUnionsAreFew(path);
    }

    /**
     * Whether {@code $} stands in a filter as the body. Quotes do not tell: names may have them
     * too. But no path goes on behind it with a letter, a digit or the end of a text.
     */
    private static boolean filtersByTheWhole(String path) {
        int filter = path.indexOf('?');
        int at = filter < 0 ? -1 : path.indexOf('$', filter);
        while (at >= 0) {
            char next = at + 1 < path.length() ? path.charAt(at + 1) : ' ';
            if (next != '\'' && next != '"' && !Character.isLetterOrDigit(next)) {
                return true;
            }
            at = path.indexOf('$', at + 1);
        }
        return false;
    }

    /** The library reads a path step by step, each within the one before. */
    private static boolean stepsAndUnionsAreFew(String path) {
        int steps = 0;
        int named = 1;
        long values = 1;
        for (int i = 0; i < path.length() && values <= MOST_VALUES; i++) {
            switch (path.charAt(i)) {
                case '.', '[' -> steps++;
                case ',' -> named++;
                case ']' -> {
                    values *= named;
                    named = 1;
                }
                default -> {}
            }
        }
        return steps <= Nesting.DEEPEST && values <= MOST_VALUES;
    }
}
