package dev.gatehouse.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Terms that a message must contain, may contain ({@code ?term}: one of them is enough) or must not
 * contain ({@code -term}). A term is a word, a quoted phrase, or a regular expression between
 * percent signs; case counts. Optional terms count only when no term is required.
 */
record TermPattern(
        List<Predicate<String>> required,
        List<Predicate<String>> optional,
        List<Predicate<String>> excluded)
        implements Predicate<String> {
    private static final Pattern WORD = Pattern.compile("[\\w.:@#=/*-]+");

    static TermPattern parse(String text) {
        TermPattern terms =
                new TermPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (Character.isWhitespace(sign)) {
                at++;
                continue;
            }
            boolean signed = sign == '?' || sign == '-';
            int start = signed ? at + 1 : at;
            int end = termEnd(text, start);
            List<Predicate<String>> family =
                    sign == '?' ? terms.optional : sign == '-' ? terms.excluded : terms.required;
            family.add(term(text.substring(start, end)));
            at = end;
        }
        return terms;
    }

    @Override
    public boolean test(String message) {
        if (excluded.stream().anyMatch(term -> term.test(message))) {
            return false;
        }
        if (!required.isEmpty()) {
            return required.stream().allMatch(term -> term.test(message));
        }
        return optional.isEmpty() || optional.stream().anyMatch(term -> term.test(message));
    }

    private static int termEnd(String text, int start) {
        if (start >= text.length()) {
            throw FilterPattern.invalid("a sign without a term");
        }
        char first = text.charAt(start);
        if (first == '"' || first == '%') {
            int end = start + 1;
            while (end < text.length() && text.charAt(end) != first) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                throw FilterPattern.invalid("a term that does not end: " + text.substring(start));
            }
            return end + 1;
        }
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Predicate<String> term(String term) {
        if (term.startsWith("%")) {
            return regex(term.substring(1, term.length() - 1));
        }
        if (term.startsWith("\"")) {
            String phrase = unquote(term);
            return message -> message.contains(phrase);
        }
        if (!WORD.matcher(term).matches()) {
            throw FilterPattern.invalid("quote terms that are not words: " + term);
        }
        return message -> message.contains(term);
    }

    static Predicate<String> regex(String expression) {
        try {
            return Pattern.compile(expression).asPredicate();
        } catch (PatternSyntaxException e) {
            throw FilterPattern.invalid("not a regular expression: " + expression);
        }
    }

    static String unquote(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
