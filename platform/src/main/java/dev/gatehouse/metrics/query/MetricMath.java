package dev.gatehouse.metrics.query;

import dev.gatehouse.metrics.query.Operand.Line;
import dev.gatehouse.metrics.query.Operand.Lines;
import dev.gatehouse.metrics.query.Operand.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Evaluates a metric math expression: arithmetic, comparisons, AND, OR, and the functions of {@link
 * MathFunctions}.
 */
public final class MetricMath {
    /** How deep parentheses may be. */
    private static final int DEEPEST = 50;

    private final String text;
    private final Function<String, Operand> named;
    private final Supplier<List<Line>> metrics;
    private final long periodMillis;
    private int at;
    private int depth;

    private MetricMath(
            String text,
            Function<String, Operand> named,
            Supplier<List<Line>> metrics,
            long periodMillis) {
        this.text = text;
        this.named = named;
        this.metrics = metrics;
        this.periodMillis = periodMillis;
    }

    /**
     * @param named what the ids of other queries stand for
     * @param metrics all metrics of the request
     * @throws MathException it is no expression, or not one that is known here
     */
    public static Operand evaluate(
            String text,
            Function<String, Operand> named,
            Supplier<List<Line>> metrics,
            long periodMillis) {
        MetricMath math = new MetricMath(text, named, metrics, periodMillis);
        Operand result = math.disjunction();
        math.blanks();
        if (math.at < text.length()) {
            throw math.unexpected();
        }
        return result;
    }

    private Operand disjunction() {
        Operand left = conjunction();
        while (word("OR") || symbol("||")) {
            left = left.with(conjunction(), (one, other) -> one != 0 || other != 0 ? 1 : 0);
        }
        return left;
    }

    private Operand conjunction() {
        Operand left = comparison();
        while (word("AND") || symbol("&&")) {
            left = left.with(comparison(), (one, other) -> one != 0 && other != 0 ? 1 : 0);
        }
        return left;
    }

    private Operand comparison() {
        Operand left = sum();
        if (symbol("<=")) {
            return left.with(sum(), (one, other) -> one <= other ? 1 : 0);
        }
        if (symbol(">=")) {
            return left.with(sum(), (one, other) -> one >= other ? 1 : 0);
        }
        if (symbol("==")) {
            return left.with(sum(), (one, other) -> one == other ? 1 : 0);
        }
        if (symbol("!=")) {
            return left.with(sum(), (one, other) -> one != other ? 1 : 0);
        }
        if (symbol("<")) {
            return left.with(sum(), (one, other) -> one < other ? 1 : 0);
        }
        return symbol(">") ? left.with(sum(), (one, other) -> one > other ? 1 : 0) : left;
    }

    private Operand sum() {
        Operand left = product();
        while (true) {
            if (symbol("+")) {
                left = left.with(product(), Double::sum);
            } else if (symbol("-")) {
                left = left.with(product(), (one, other) -> one - other);
            } else {
                return left;
            }
        }
    }

    private Operand product() {
        Operand left = power();
        while (true) {
            if (symbol("*")) {
                left = left.with(power(), (one, other) -> one * other);
            } else if (symbol("/")) {
                left = left.with(power(), (one, other) -> one / other);
            } else {
                return left;
            }
        }
    }

    private Operand power() {
        Operand base = unary();
        return symbol("^") ? base.with(unary(), Math::pow) : base;
    }

    private Operand unary() {
        if (++depth > DEEPEST) {
            throw new MathException("The expression is too deep");
        }
        try {
            return symbol("-") ? unary().each(value -> -value) : primary();
        } finally {
            depth--;
        }
    }

    private Operand primary() {
        if (symbol("(")) {
            Operand inner = disjunction();
            require(")");
            return inner;
        }
        if (symbol("[")) {
            return array();
        }
        int start = at;
        while (at < text.length() && isPart(text.charAt(at))) {
            at++;
        }
        String token = text.substring(start, at);
        if (token.isEmpty()) {
            throw unexpected();
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            return number(token);
        }
        return symbol("(") ? call(token) : named.apply(token);
    }

    private Operand array() {
        List<Line> lines = new ArrayList<>();
        for (Operand each : operands("]")) {
            if (!(each instanceof Line line)) {
                throw new MathException("An array holds time series");
            }
            lines.add(line);
        }
        return new Lines(lines);
    }

    private Operand call(String name) {
        if (name.equals("METRICS")) {
            blanks();
            if (!symbol(")")) {
                throw new MathException("METRICS with a parameter is not supported");
            }
            return new Lines(metrics.get());
        }
        return MathFunctions.call(name, operands(")"), periodMillis);
    }

    private List<Operand> operands(String end) {
        List<Operand> operands = new ArrayList<>();
        if (symbol(end)) {
            return operands;
        }
        do {
            operands.add(disjunction());
        } while (symbol(","));
        require(end);
        return operands;
    }

    private static Scalar number(String token) {
        try {
            return new Scalar(Double.parseDouble(token));
        } catch (NumberFormatException notOne) {
            throw new MathException("'" + token + "' is no number");
        }
    }

    private static boolean isPart(char each) {
        return Character.isLetterOrDigit(each) || each == '_' || each == '.';
    }

    private boolean symbol(String wanted) {
        blanks();
        if (text.startsWith(wanted, at)) {
            at += wanted.length();
            return true;
        }
        return false;
    }

    private boolean word(String wanted) {
        blanks();
        int end = at + wanted.length();
        if (text.startsWith(wanted, at) && (end == text.length() || !isPart(text.charAt(end)))) {
            at = end;
            return true;
        }
        return false;
    }

    private void require(String wanted) {
        if (!symbol(wanted)) {
            throw unexpected();
        }
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private MathException unexpected() {
        return new MathException("Error in expression '" + text + "' at position " + at);
    }
}
