package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Constraints;
import dev.gatehouse.aws.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AWS's words for what a value fails to satisfy. */
final class Violation {
    static final String NULL = "Member must not be null";

    /** From here on a double's text has an exponent. */
    private static final double LEAST_WITH_EXPONENT = 1e7;

    private Violation() {}

    /** What a single value, or the size of a collection or blob, fails; empty when nothing. */
    static List<String> of(Shape shape, Object value) {
        Constraints constraints = shape.constraints();
        if (constraints == Constraints.NONE) {
            return List.of();
        }
        List<String> failed = new ArrayList<>();
        if (value instanceof String text) {
            if (!constraints.values().isEmpty() && !constraints.values().contains(text)) {
                failed.add(enumeration(constraints));
            }
            if (!constraints.matches(text)) {
                failed.add(pattern(constraints));
            }
        }
        Double measure = measure(value);
        Double max = constraints.max();
        if (measure != null && max != null && measure > max) {
            failed.add(bound(value, "less", max));
        }
        Double min = constraints.min();
        if (measure != null && min != null && measure < min) {
            failed.add(bound(value, "greater", min));
        }
        return failed;
    }

    /** Everything demanded of an element, as AWS lists it when one fails. */
    static List<String> demands(Shape shape, Object sample) {
        Constraints constraints = shape.constraints();
        List<String> demands = new ArrayList<>();
        Double max = constraints.max();
        if (max != null) {
            demands.add(bound(sample, "less", max));
        }
        Double min = constraints.min();
        if (min != null) {
            demands.add(bound(sample, "greater", min));
        }
        if (constraints.pattern() != null) {
            demands.add(pattern(constraints));
        }
        if (!constraints.values().isEmpty()) {
            demands.add(enumeration(constraints));
        }
        demands.add(NULL);
        return demands;
    }

    private static String enumeration(Constraints constraints) {
        return "Member must satisfy enum value set: ["
                + String.join(", ", constraints.values())
                + "]";
    }

    private static String pattern(Constraints constraints) {
        return "Member must satisfy regular expression pattern: " + constraints.pattern();
    }

    private static String bound(Object value, String direction, double bound) {
        String what = value instanceof Number ? "value" : "length";
        boolean decimal = value instanceof Double || value instanceof Float;
        return "Member must have "
                + what
                + " "
                + direction
                + " than or equal to "
                + (decimal ? decimal(bound) : whole(bound));
    }

    private static String decimal(double bound) {
        return Math.abs(bound) < LEAST_WITH_EXPONENT
                ? Double.toString(bound)
                : BigDecimal.valueOf(bound).toPlainString();
    }

    private static String whole(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    /** A number itself, or the length of anything else that has one. */
    private static @Nullable Double measure(Object value) {
        return switch (value) {
            case Double number -> Double.isFinite(number) ? number : null;
            case Float number -> Float.isFinite(number) ? number.doubleValue() : null;
            case Number number -> (double) number.longValue();
            case String text -> (double) text.codePointCount(0, text.length());
            case byte[] blob -> (double) blob.length;
            case Collection<?> list -> (double) list.size();
            case Map<?, ?> map -> (double) map.size();
            default -> null;
        };
    }
}
