package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.Nesting;

/**
 * Which JSONPaths are evaluated: the library has no bounds, and templates run where other requests
 * wait.
 */
final class PathBounds {
    /** Values that the unions of a path, such as {@code [0,1]}, may take of one value together. */
    private static final int MOST_VALUES = 10_000;

    /** Of a body that may be searched all the way down twice in one path. */
    private static final int SHORT_BODY = 100_000;

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
        boolean isLong = bodyChars > SHORT_BODY;
        return descents <= (isLong ? 1 : 2)
                && !(isLong && filtersByTheWhole(path))
                && stepsAndUnionsAreFew(path);
    }

    /** Whether {@code $} stands in a filter, other than in a text. */
    private static boolean filtersByTheWhole(String path) {
        boolean filters = false;
        char quote = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote == 0 && c == '$' && filters) {
                return true;
            } else if (quote == 0 && c == '?') {
                filters = true;
            } else if (quote != 0 && c == '\\') {
                i++;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            }
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
