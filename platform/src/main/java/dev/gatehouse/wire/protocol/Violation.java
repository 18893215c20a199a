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
        BigDecimal measure = measure(value);
        BigDecimal max = constraints.max();
        if (measure != null && max != null && measure.compareTo(max) > 0) {
            failed.add(bound(value, "less", max));
        }
        BigDecimal min = constraints.min();
        if (measure != null && min != null && measure.compareTo(min) < 0) {
            failed.add(bound(value, "greater", min));
        }
        return failed;
    }

    /** Everything demanded of an element, as AWS lists it when one fails. */
    static List<String> demands(Shape shape, Object sample) {
        Constraints constraints = shape.constraints();
        List<String> demands = new ArrayList<>();
        BigDecimal max = constraints.max();
        if (max != null) {
            demands.add(bound(sample, "less", max));
        }
        BigDecimal min = constraints.min();
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

    private static String bound(Object value, String direction, BigDecimal bound) {
        String what = value instanceof Number ? "value" : "length";
        boolean decimal = value instanceof Double || value instanceof Float;
        BigDecimal plain = bound.stripTrailingZeros();
        String limit = plain.setScale(Math.max(plain.scale(), decimal ? 1 : 0)).toPlainString();
        return "Member must have " + what + " " + direction + " than or equal to " + limit;
    }

    /** A number itself, or the length of anything else that has one. */
    private static @Nullable BigDecimal measure(Object value) {
        return switch (value) {
            case Double number -> Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
            case Float number -> Float.isFinite(number) ? BigDecimal.valueOf(number) : null;
            case Number number -> BigDecimal.valueOf(number.longValue());
            case String text -> BigDecimal.valueOf(text.codePointCount(0, text.length()));
            case byte[] blob -> BigDecimal.valueOf(blob.length);
            case Collection<?> list -> BigDecimal.valueOf(list.size());
            case Map<?, ?> map -> BigDecimal.valueOf(map.size());
            default -> null;
        };
    }
}
