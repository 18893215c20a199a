package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.policy.TextPattern.Form;
import dev.gatehouse.kernel.AddressRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The operators of conditions (IAM User Guide, "IAM JSON policy elements: Condition operators"),
 * each of which compiles a value of a policy to a test of the request's values.
 */
enum Operator {
    STRING_EQUALS("StringEquals", text(false, false)),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", text(false, true)),
    STRING_LIKE("StringLike", text(true, false)),
    NUMERIC_EQUALS("NumericEquals", numbers(order -> order == 0)),
    NUMERIC_LESS_THAN("NumericLessThan", numbers(order -> order < 0)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", numbers(order -> order <= 0)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", numbers(order -> order > 0)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", numbers(order -> order >= 0)),
    DATE_EQUALS("DateEquals", dates(order -> order == 0)),
    DATE_LESS_THAN("DateLessThan", dates(order -> order < 0)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", dates(order -> order <= 0)),
    DATE_GREATER_THAN("DateGreaterThan", dates(order -> order > 0)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", dates(order -> order >= 0)),
    BOOL("Bool", truth()),
    BINARY_EQUALS("BinaryEquals", bytes()),
    IP_ADDRESS("IpAddress", addresses()),
    ARN_EQUALS("ArnEquals", arns()),
    ARN_LIKE("ArnLike", arns()),
    /** Whether a key has a value at all; judged by the condition itself. */
    NULL("Null", truth());

    private static final Map<String, Named> BY_NAME = byName();
    private static final Pattern SECONDS = Pattern.compile("-?\\d{5,}");

    private final String text;
    private final Compiler compiler;

    Operator(String text, Compiler compiler) {
        this.text = text;
        this.compiler = compiler;
    }

    /** A value of a policy, ready to be compared with one of a request. */
    @FunctionalInterface
    interface Test {
        Verdict holds(String value, RequestValues values);
    }

    @FunctionalInterface
    private interface Compiler {
        /**
         * @throws IllegalArgumentException the value is nothing for this operator
         */
        Test compile(String expected, boolean variables);
    }

    /** An operator, and whether its name turns it round. */
    record Named(Operator operator, boolean negated) {}

    /** The operator of a name without quantifier and {@code IfExists}, in whatever case. */
    static Optional<Named> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * @param variables whether the policy's version knows variables
     * @throws IllegalArgumentException the value is nothing for this operator
     */
    Test compile(String expected, boolean variables) {
        return compiler.compile(expected, variables);
    }

    private static Map<String, Named> byName() {
        Map<String, Named> names = new HashMap<>();
        for (Operator each : values()) {
            names.put(each.text.toLowerCase(Locale.ROOT), new Named(each, false));
            if (each.isNegatable()) {
                names.put(each.negation().toLowerCase(Locale.ROOT), new Named(each, true));
            }
        }
        return names;
    }

    private boolean isNegatable() {
        return switch (this) {
            case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE -> true;
            case NUMERIC_EQUALS, DATE_EQUALS, IP_ADDRESS, ARN_EQUALS, ARN_LIKE -> true;
            case NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS,
                    BOOL,
                    BINARY_EQUALS,
                    NULL ->
                    false;
        };
    }

    /** {@code StringNotEquals}, but {@code NotIpAddress}. */
    private String negation() {
        return this == IP_ADDRESS ? "NotIpAddress" : text.replaceFirst("(?=Equals|Like)", "Not");
    }

    private static Compiler text(boolean wildcards, boolean ignoreCase) {
        return (expected, variables) ->
                TextPattern.compile(expected, new Form(wildcards, variables, ignoreCase))::matches;
    }

    private static Compiler arns() {
        return (expected, variables) ->
                ArnPattern.compile(expected, new Form(true, variables, false))::matches;
    }

    private static Compiler truth() {
        return (expected, _) -> {
            if (!expected.equalsIgnoreCase("true") && !expected.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException("neither true nor false: " + expected);
            }
            return (value, _) -> Verdict.of(value.equalsIgnoreCase(expected));
        };
    }

    private static Compiler bytes() {
        return (expected, _) -> {
            byte[] wanted = Base64.getDecoder().decode(expected);
            return plain(value -> Arrays.equals(wanted, Base64.getDecoder().decode(value)));
        };
    }

    private static Compiler addresses() {
        return (expected, _) -> {
            AddressRange range = AddressRange.parse(expected);
            return (value, _) -> Verdict.of(range.contains(value));
        };
    }

    private static Compiler numbers(IntPredicate order) {
        return (expected, _) -> {
            BigDecimal wanted = new BigDecimal(expected);
            return plain(value -> order.test(new BigDecimal(value).compareTo(wanted)));
        };
    }

    private static Compiler dates(IntPredicate order) {
        return (expected, _) -> {
            Instant wanted = instant(expected);
            return plain(value -> order.test(instant(value).compareTo(wanted)));
        };
    }

    /** A value of the request that is of another type fails the test. */
    private static Test plain(Predicate<String> test) {
        return (value, _) -> {
            try {
                return Verdict.of(test.test(value));
            } catch (IllegalArgumentException otherType) {
                return Verdict.FAILS;
            }
        };
    }

    /** A date in one of the forms of ISO 8601, or seconds since 1970. */
    private static Instant instant(String text) {
        try {
            if (SECONDS.matcher(text).matches()) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no date: " + text, e);
        }
    }
}
