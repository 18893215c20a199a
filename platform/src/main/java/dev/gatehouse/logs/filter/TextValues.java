package dev.gatehouse.logs.filter;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a text is compared with: a number, a text with wildcards, a regular expression. */
final class TextValues {
    private TextValues() {}

    static Predicate<String> matching(String operand) {
        if (operand.startsWith("%")) {
            return TermPattern.regex(operand.substring(1, operand.length() - 1));
        }
        Optional<Double> number = JsonValues.number(operand);
        Predicate<String> text = wildcards(operand).asMatchPredicate();
        return value ->
                text.test(value) || (number.isPresent() && JsonValues.number(value).equals(number));
    }

    /** A text in which {@code *} stands for anything; it may be quoted. */
    static Pattern wildcards(String operand) {
        String text = operand.startsWith("\"") ? TermPattern.unquote(operand) : operand;
        StringBuilder expression = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }
}
