package dev.gatehouse.identity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy: {@code *} stands for any characters and {@code ?} for one where the element
 * knows wildcards, and {@code ${key}}, {@code ${key, 'default'}} for a value of the request (IAM
 * User Guide, "IAM policy elements: Variables and tags"). What a variable brings is never a
 * wildcard; {@code ${*}}, {@code ${?}} and {@code ${$}} are the characters themselves.
 */
final class TextPattern {
    private static final char MANY = '*';
    private static final char ONE = '?';

    /** How a text is read. */
    record Form(boolean wildcards, boolean variables, boolean ignoreCase) {}

    /** A stretch of it: characters, one wildcard, or a variable. */
    private sealed interface Part {
        record Characters(String text) implements Part {}

        record Wildcard(char sign) implements Part {}

        record Variable(String key, @Nullable String fallback) implements Part {}
    }

    private final List<Part> parts;
    private final boolean ignoreCase;

    /** The whole text when nothing in it stands for anything else, which is the usual case. */
    private final @Nullable String literal;

    /** The text and which of its characters are wildcards, when no variable is in it. */
    private final @Nullable Expanded constant;

    private TextPattern(List<Part> parts, boolean ignoreCase) {
        this.parts = parts;
        this.ignoreCase = ignoreCase;
        boolean variable = parts.stream().anyMatch(Part.Variable.class::isInstance);
        this.constant = variable ? null : constant(parts);
        this.literal = constant != null && !constant.hasWildcards() ? constant.text() : null;
    }

    static TextPattern compile(String text, Form form) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int close = c == '$' && form.variables() ? variableEnd(text, at) : -1;
            if (close >= 0) {
                Part variable = variable(text.substring(at + 2, close).strip());
                if (variable instanceof Part.Characters(String sign)) {
                    plain.append(sign);
                } else {
                    flush(plain, parts);
                    parts.add(variable);
                }
                at = close + 1;
                continue;
            }
            if (form.wildcards() && (c == MANY || c == ONE)) {
                flush(plain, parts);
                parts.add(new Part.Wildcard(c));
            } else {
                plain.append(form.ignoreCase() ? Character.toLowerCase(c) : c);
            }
            at++;
        }
        flush(plain, parts);
        return new TextPattern(List.copyOf(parts), form.ignoreCase());
    }

    /** Where the variable that begins here ends; -1 when none begins. */
    static int variableEnd(String text, int at) {
        return text.startsWith("${", at) ? text.indexOf('}', at + 2) : -1;
    }

    /** Whether it is just a star. */
    boolean isEverything() {
        return parts.size() == 1
                && parts.getFirst() instanceof Part.Wildcard(char sign)
                && sign == MANY;
    }

    Verdict matches(String given, RequestValues values) {
        String text = ignoreCase ? given.toLowerCase(Locale.ROOT) : given;
        if (literal != null) {
            return Verdict.of(literal.equals(text));
        }
        if (constant != null) {
            return Verdict.of(constant.matches(text));
        }
        StringBuilder expanded = new StringBuilder();
        StringBuilder wild = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Characters(String plain) -> append(expanded, wild, plain, false);
                case Part.Wildcard(char sign) -> append(expanded, wild, String.valueOf(sign), true);
                case Part.Variable(String key, String fallback) -> {
                    List<String> found = values.of(key);
                    if (found == null && fallback == null) {
                        return Verdict.UNKNOWN;
                    }
                    String value =
                            found == null || found.isEmpty()
                                    ? fallback
                                    : found.size() == 1 ? found.getFirst() : null;
                    if (value == null) {
                        return Verdict.FAILS;
                    }
                    String cased = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
                    append(expanded, wild, cased, false);
                }
            }
        }
        return Verdict.of(new Expanded(expanded.toString(), wild.toString()).matches(text));
    }

    /**
     * @param wild {@code 1} at the places of wildcards, {@code 0} at those of characters
     */
    private record Expanded(String text, String wild) {
        boolean hasWildcards() {
            return wild.indexOf('1') >= 0;
        }

        private boolean isMany(int at) {
            return at < text.length() && wild.charAt(at) == '1' && text.charAt(at) == MANY;
        }

        private boolean fits(int at, char c) {
            return at < text.length()
                    && (wild.charAt(at) == '1' ? text.charAt(at) == ONE : text.charAt(at) == c);
        }

        /** Linear but for repeated stars. */
        boolean matches(String given) {
            int p = 0;
            int g = 0;
            int star = -1;
            int resume = 0;
            while (g < given.length()) {
                if (isMany(p)) {
                    star = p++;
                    resume = g;
                } else if (fits(p, given.charAt(g))) {
                    p++;
                    g++;
                } else if (star >= 0) {
                    p = star + 1;
                    g = ++resume;
                } else {
                    return false;
                }
            }
            while (isMany(p)) {
                p++;
            }
            return p == text.length();
        }
    }

    private static Expanded constant(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        StringBuilder wild = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Characters(String plain) -> append(text, wild, plain, false);
                case Part.Wildcard(char sign) -> append(text, wild, String.valueOf(sign), true);
                case Part.Variable _ ->
                        throw new IllegalStateException("a variable is no constant");
            }
        }
        return new Expanded(text.toString(), wild.toString());
    }

    private static void append(
            StringBuilder text, StringBuilder wild, String more, boolean wildcard) {
        text.append(more);
        wild.repeat(wildcard ? "1" : "0", more.length());
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Part.Characters(plain.toString()));
            plain.setLength(0);
        }
    }

    private static Part variable(String inside) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Part.Characters(inside);
        }
        int comma = inside.indexOf(',');
        String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
        String fallback = comma < 0 ? null : inside.substring(comma + 1).strip();
        if (fallback != null
                && fallback.length() >= 2
                && fallback.startsWith("'")
                && fallback.endsWith("'")) {
            fallback = fallback.substring(1, fallback.length() - 1);
        }
        return new Part.Variable(key.toLowerCase(Locale.ROOT), fallback);
    }
}
