package dev.gatehouse.metrics.query;

import dev.gatehouse.metrics.query.Operand.Line;
import dev.gatehouse.metrics.query.Operand.Lines;
import dev.gatehouse.metrics.query.Operand.Scalar;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** The functions of metric math that are known here ("Using math expressions with metrics"). */
final class MathFunctions {
    private MathFunctions() {}

    static Operand call(String name, List<Operand> given, long periodMillis) {
        return switch (name) {
            case "ABS" -> one(name, given).each(Math::abs);
            case "CEIL" -> one(name, given).each(Math::ceil);
            case "FLOOR" -> one(name, given).each(Math::floor);
            case "PERIOD" -> new Scalar(periodMillis / 1e3);
            case "SUM" -> folded(name, given, Double::sum, false);
            case "AVG" -> folded(name, given, Double::sum, true);
            case "MIN" -> folded(name, given, Math::min, false);
            case "MAX" -> folded(name, given, Math::max, false);
            case "DIFF" -> changes(line(name, given), false);
            case "RATE" -> changes(line(name, given), true);
            case "RUNNING_SUM" -> runningSum(line(name, given));
            case "IF" -> chosen(name, given);
            case "FILL" -> filled(name, given, periodMillis);
            default -> throw new MathException("The function " + name + " is not supported");
        };
    }

    private static Operand one(String name, List<Operand> given) {
        if (given.size() != 1) {
            throw new MathException(name + " takes one parameter");
        }
        return given.getFirst();
    }

    private static NavigableMap<Long, Double> line(String name, List<Operand> given) {
        if (one(name, given) instanceof Line(NavigableMap<Long, Double> values)) {
            return values;
        }
        throw new MathException(name + " takes a time series");
    }

    /** Several lines become one; one line becomes a number. */
    private static Operand folded(
            String name, List<Operand> given, DoubleBinaryOperator fold, boolean average) {
        Operand first = given.size() == 1 ? given.getFirst() : null;
        if (first instanceof Line(NavigableMap<Long, Double> values)) {
            double all = values.values().stream().mapToDouble(each -> each).reduce(fold).orElse(0);
            return new Scalar(average && !values.isEmpty() ? all / values.size() : all);
        }
        if (first instanceof Lines(List<Line> lines)) {
            return acrossLines(lines, fold, average);
        }
        throw new MathException(name + " takes a time series, or an array of them");
    }

    private static Line acrossLines(List<Line> lines, DoubleBinaryOperator fold, boolean average) {
        NavigableMap<Long, Double> made = new TreeMap<>();
        NavigableMap<Long, Double> counts = new TreeMap<>();
        for (Line line : lines) {
            line.values()
                    .forEach(
                            (at, value) -> {
                                made.merge(at, value, fold::applyAsDouble);
                                counts.merge(at, 1.0, Double::sum);
                            });
        }
        if (average) {
            made.replaceAll((at, value) -> value / counts.getOrDefault(at, 1.0));
        }
        return new Line(made);
    }

    private static Line changes(NavigableMap<Long, Double> values, boolean perSecond) {
        NavigableMap<Long, Double> made = new TreeMap<>();
        values.forEach(
                (at, value) -> {
                    var before = values.lowerEntry(at);
                    if (before != null) {
                        double seconds = perSecond ? (at - before.getKey()) / 1e3 : 1;
                        made.put(at, (value - before.getValue()) / seconds);
                    }
                });
        return new Line(made);
    }

    private static Line runningSum(NavigableMap<Long, Double> values) {
        NavigableMap<Long, Double> made = new TreeMap<>();
        double[] sum = new double[1];
        values.forEach((at, value) -> made.put(at, sum[0] += value));
        return new Line(made);
    }

    private static Operand chosen(String name, List<Operand> given) {
        if (given.size() < 2 || given.size() > 3) {
            throw new MathException(name + " takes two or three parameters");
        }
        Operand otherwise = given.size() == 3 ? given.get(2) : new Scalar(Double.NaN);
        Operand then = given.get(1);
        return switch (given.getFirst()) {
            case Scalar(double condition) -> condition != 0 ? then : otherwise;
            case Line(NavigableMap<Long, Double> conditions) -> {
                NavigableMap<Long, Double> made = new TreeMap<>();
                conditions.forEach(
                        (at, condition) -> {
                            double value = at(condition != 0 ? then : otherwise, at);
                            if (!Double.isNaN(value)) {
                                made.put(at, value);
                            }
                        });
                yield new Line(made);
            }
            case Lines _ -> throw new MathException(name + " takes no array as its condition");
        };
    }

    private static double at(Operand operand, long at) {
        return switch (operand) {
            case Scalar(double value) -> value;
            case Line(NavigableMap<Long, Double> values) -> values.getOrDefault(at, Double.NaN);
            case Lines _ -> throw new MathException("an array has no single value");
        };
    }

    /** Gaps between the first value and the last one are filled. */
    private static Operand filled(String name, List<Operand> given, long periodMillis) {
        if (given.size() != 2
                || !(given.getFirst() instanceof Line(NavigableMap<Long, Double> values))
                || !(given.get(1) instanceof Scalar(double filling))) {
            throw new MathException(name + " takes a time series and a number");
        }
        NavigableMap<Long, Double> made = new TreeMap<>(values);
        if (!values.isEmpty()) {
            for (long at = values.firstKey(); at < values.lastKey(); at += periodMillis) {
                made.putIfAbsent(at, filling);
            }
        }
        return new Line(made);
    }
}
