package dev.gatehouse.kernel;

/**
 * How deep what a client sends may be nested. Every parser of ours asks here, so that no text costs
 * more than an error, whatever the stack of the thread that reads it.
 */
public final class Nesting {
    /** Levels of nesting: far more than any request, template or document of AWS needs. */
    public static final int DEEPEST = 100;

    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Nesting() {}

    /** Whether the brackets of a text are nested more deeply than that, wherever they stand. */
    public static boolean isTooDeep(CharSequence text) {
        int depth = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (OPENING.indexOf(character) >= 0) {
                depth++;
            } else if (CLOSING.indexOf(character) >= 0 && depth > 0) {
                depth--;
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }
}
