package dev.gatehouse.logs.filter;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a column must be: {@code name}, {@code name = 4*}, or several tied by && and ||. */
final class ColumnCondition {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w]*");

    private final JsonTokens tokens;

    private ColumnCondition(String text) {
        this.tokens = new JsonTokens(text);
    }

    static Predicate<String> parse(String text) {
        if (text.isEmpty() || NAME.matcher(text).matches()) {
            return column -> true;
        }
        ColumnCondition parser = new ColumnCondition(text);
        Predicate<String> condition = parser.any();
        if (!parser.tokens.peek().isEmpty()) {
            throw FilterPattern.invalid("unexpected " + parser.tokens.peek());
        }
        return condition;
    }

    private Predicate<String> any() {
        Predicate<String> condition = all();
        while (tokens.takeIf("||")) {
            condition = condition.or(all());
        }
        return condition;
    }

    private Predicate<String> all() {
        Predicate<String> condition = one();
        while (tokens.takeIf("&&")) {
            condition = condition.and(one());
        }
        return condition;
    }

    private Predicate<String> one() {
        String name = tokens.take();
        if (!NAME.matcher(name).matches()) {
            throw FilterPattern.invalid("not the name of a column: " + name);
        }
        String operator = tokens.take();
        String operand = tokens.take();
        return switch (operator) {
            case "=" -> TextValues.matching(operand);
            case "!=" -> TextValues.matching(operand).negate();
            case "<" -> ordered(operand, order -> order < 0);
            case "<=" -> ordered(operand, order -> order <= 0);
            case ">" -> ordered(operand, order -> order > 0);
            case ">=" -> ordered(operand, order -> order >= 0);
            default -> throw FilterPattern.invalid("unknown operator " + operator);
        };
    }

    private static Predicate<String> ordered(String operand, Predicate<Integer> holds) {
        double bound =
                JsonValues.number(operand)
                        .orElseThrow(() -> FilterPattern.invalid("not a number: " + operand));
        return column ->
                JsonValues.number(column)
                        .map(value -> Double.compare(value, bound))
                        .filter(holds)
                        .isPresent();
    }
}
