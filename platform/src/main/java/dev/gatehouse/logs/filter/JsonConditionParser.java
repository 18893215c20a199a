package dev.gatehouse.logs.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Reads {@code $.a = 1 && ($.b.c[0] = "x*" || $.d IS NULL)}: comparisons of selected members, tied
 * by {@code &&} before {@code ||}.
 */
final class JsonConditionParser {
    private static final int DEPTH_MAX = 32;

    private final JsonTokens tokens;
    private int depth;

    JsonConditionParser(String text) {
        this.tokens = new JsonTokens(text);
    }

    Predicate<JsonNode> parse() {
        Predicate<JsonNode> condition = any();
        if (!tokens.peek().isEmpty()) {
            throw FilterPattern.invalid("unexpected " + tokens.peek());
        }
        return condition;
    }

    private Predicate<JsonNode> any() {
        Predicate<JsonNode> condition = all();
        while (tokens.takeIf("||")) {
            condition = condition.or(all());
        }
        return condition;
    }

    private Predicate<JsonNode> all() {
        Predicate<JsonNode> condition = one();
        while (tokens.takeIf("&&")) {
            condition = condition.and(one());
        }
        return condition;
    }

    private Predicate<JsonNode> one() {
        if (!tokens.takeIf("(")) {
            return comparison();
        }
        if (++depth > DEPTH_MAX) {
            throw FilterPattern.invalid("nested too deeply");
        }
        Predicate<JsonNode> condition = any();
        if (!tokens.takeIf(")")) {
            throw FilterPattern.invalid("a parenthesis is not closed");
        }
        depth--;
        return condition;
    }

    private Predicate<JsonNode> comparison() {
        JsonSelector selector = JsonSelector.parse(tokens.take());
        String operator = tokens.take();
        return switch (operator.toUpperCase(Locale.ROOT)) {
            case "IS" -> is(selector, tokens.take());
            case "NOT" -> not(selector, tokens.take());
            case "EXISTS" -> root -> !selector.select(root).isMissingNode();
            case "=" -> equal(selector, tokens.take());
            case "!=" -> equal(selector, tokens.take()).negate();
            case "<", "<=", ">", ">=" -> ordered(selector, operator, tokens.take());
            default -> throw FilterPattern.invalid("unknown operator " + operator);
        };
    }

    private static Predicate<JsonNode> is(JsonSelector selector, String what) {
        return switch (what.toUpperCase(Locale.ROOT)) {
            case "NULL" -> root -> selector.select(root).isNull();
            case "TRUE" -> root -> isBoolean(selector.select(root), true);
            case "FALSE" -> root -> isBoolean(selector.select(root), false);
            default -> throw FilterPattern.invalid("unknown IS " + what);
        };
    }

    private static Predicate<JsonNode> not(JsonSelector selector, String what) {
        if (!what.equalsIgnoreCase("EXISTS")) {
            throw FilterPattern.invalid("unknown NOT " + what);
        }
        return root -> selector.select(root).isMissingNode();
    }

    private static Predicate<JsonNode> equal(JsonSelector selector, String operand) {
        Predicate<JsonNode> value = JsonValues.matching(operand);
        return root -> value.test(selector.select(root));
    }

    private static Predicate<JsonNode> ordered(
            JsonSelector selector, String operator, String operand) {
        double bound =
                JsonValues.number(operand)
                        .orElseThrow(() -> FilterPattern.invalid("not a number: " + operand));
        return root -> {
            JsonNode value = selector.select(root);
            if (!value.isNumber()) {
                return false;
            }
            int order = Double.compare(value.doubleValue(), bound);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    private static boolean isBoolean(JsonNode node, boolean value) {
        return node.isBoolean() && node.booleanValue() == value;
    }
}
