package dev.gatehouse.gateway.map;

/**
 * Whether the numbers of a JSON text are as short as programs write them. The library reads numbers
 * of any length, in time that grows with the square of it, and keeps exponents that no sum can be
 * written out with.
 */
final class NumberBounds {
    /** As many as the JSON parsers of requests allow. */
    private static final int MOST_CHARS = 1_000;

    private static final int MOST_EXPONENT_DIGITS = 4;

    /** What strings and numbers stand behind, but for blanks. */
    private static final String BEFORE_VALUES = "{[,:";

    private final String json;
    private int chars;
    private int exponentDigits;
    private boolean inExponent;

    private NumberBounds(String json) {
        this.json = json;
    }

    /** Whether all are. */
    static boolean allow(String json) {
        return new NumberBounds(json).allShort();
    }

    /**
     * What stands in strings is no number. The library also takes strings without quotes, or with
     * single ones: from where one may be, numbers are looked for everywhere.
     */
    private boolean allShort() {
        boolean strict = true;
        char before = '[';
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && strict && BEFORE_VALUES.indexOf(before) >= 0) {
                i = endOfString(i);
                c = '"';
            } else if (c == '"' || c == '\'') {
                strict = false;
            }
            if (isTooLong(c, BEFORE_VALUES.indexOf(before) >= 0)) {
                return false;
            }
            before = c <= ' ' ? before : c;
        }
        return true;
    }

    private int endOfString(int begin) {
        int i = begin + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Whether a number is that begins, or goes on, with a character. */
    private boolean isTooLong(char c, boolean begins) {
        boolean digit = c >= '0' && c <= '9';
        if ((begins || chars > 0) && (digit || c == '.' || c == '-' || c == '+')) {
            chars++;
            exponentDigits += inExponent && digit ? 1 : 0;
        } else if ((c == 'e' || c == 'E') && chars > 0) {
            chars++;
            inExponent = true;
            exponentDigits = 0;
        } else {
            chars = 0;
            inExponent = false;
            exponentDigits = 0;
        }
        return chars > MOST_CHARS || exponentDigits > MOST_EXPONENT_DIGITS;
    }
}
