package dev.gatehouse.metrics.query;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What metric math works on. */
public sealed interface Operand {

    /** A number. */
    record Scalar(double value) implements Operand {}

    /** Values by time. */
    record Line(NavigableMap<Long, Double> values) implements Operand {}

    /** Several lines. */
    record Lines(List<Line> lines) implements Operand {}

    /** Makes something of each value. */
    default Operand each(DoubleUnaryOperator work) {
        return switch (this) {
            case Scalar(double value) -> new Scalar(work.applyAsDouble(value));
            case Line(NavigableMap<Long, Double> values) -> {
                NavigableMap<Long, Double> made = new TreeMap<>();
                values.forEach((at, value) -> put(made, at, work.applyAsDouble(value)));
                yield new Line(made);
            }
            case Lines(List<Line> lines) ->
                    new Lines(lines.stream().map(each -> (Line) each.each(work)).toList());
        };
    }

    /** Makes something of values of two operands at the same times. */
    default Operand with(Operand other, DoubleBinaryOperator work) {
        return switch (this) {
            case Scalar(double value) -> other.each(each -> work.applyAsDouble(value, each));
            case Line(NavigableMap<Long, Double> values) ->
                    switch (other) {
                        case Scalar(double value) -> each(each -> work.applyAsDouble(each, value));
                        case Line(NavigableMap<Long, Double> others) ->
                                joined(values, others, work);
                        case Lines(List<Line> lines) ->
                                new Lines(
                                        lines.stream()
                                                .map(each -> (Line) with(each, work))
                                                .toList());
                    };
            case Lines(List<Line> lines) -> {
                if (other instanceof Lines) {
                    throw new MathException("Two arrays of time series cannot be combined");
                }
                List<Line> made = new ArrayList<>();
                lines.forEach(each -> made.add((Line) each.with(other, work)));
                yield new Lines(made);
            }
        };
    }

    private static Line joined(
            NavigableMap<Long, Double> left,
            NavigableMap<Long, Double> right,
            DoubleBinaryOperator work) {
        NavigableMap<Long, Double> made = new TreeMap<>();
        left.forEach(
                (at, value) -> {
                    Double other = right.get(at);
                    if (other != null) {
                        put(made, at, work.applyAsDouble(value, other));
                    }
                });
        return new Line(made);
    }

    /** What is no number, a division by zero above all, is no value. */
    private static void put(NavigableMap<Long, Double> made, long at, double value) {
        if (Double.isFinite(value)) {
            made.put(at, value);
        }
    }
}
