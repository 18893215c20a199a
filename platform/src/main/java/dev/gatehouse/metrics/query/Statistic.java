package dev.gatehouse.metrics.query;

import dev.gatehouse.observe.metric.Values;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One number that is told of many values. */
public sealed interface Statistic {
    Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(\\.\\d{0,10})?|100)");

    /** {@code NaN} where it cannot be told. */
    double of(Values values);

    /** Those that have names. */
    enum Simple implements Statistic {
        SAMPLE_COUNT("SampleCount"),
        AVERAGE("Average"),
        SUM("Sum"),
        MINIMUM("Minimum"),
        MAXIMUM("Maximum");

        private final String label;

        Simple(String label) {
            this.label = label;
        }

        @Override
        public double of(Values values) {
            return switch (this) {
                case SAMPLE_COUNT -> values.count();
                case AVERAGE -> values.average();
                case SUM -> values.sum();
                case MINIMUM -> values.min();
                case MAXIMUM -> values.max();
            };
        }
    }

    /** The value that so many of a hundred are not above. */
    record Percentile(double percent) implements Statistic {
        @Override
        public double of(Values values) {
            return values.percentile(percent);
        }
    }

    /** Reads one as requests write it; empty when it is none that is known here. */
    static Optional<Statistic> parse(String text) {
        for (Simple each : Simple.values()) {
            if (each.label.equals(text)) {
                return Optional.of(each);
            }
        }
        Matcher percentile = PERCENTILE.matcher(text);
        return percentile.matches()
                ? Optional.of(new Percentile(Double.parseDouble(percentile.group(1))))
                : Optional.empty();
    }
}
