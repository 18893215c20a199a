package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.policy.Operator.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One key of a statement's {@code Condition} under one operator; all of a statement's must hold.
 */
final class Condition {
    private static final String IF_EXISTS = "ifexists";
    private static final String ALL = "forallvalues:";
    private static final String ANY = "foranyvalue:";

    /** How the values of a key that may have several are looked at. */
    private enum Quantifier {
        NONE,
        ALL_VALUES,
        ANY_VALUE
    }

    private final String key;
    private final Operator operator;
    private final boolean negated;
    private final boolean ifExists;
    private final Quantifier quantifier;
    private final List<Test> expected;

    private Condition(String key, Name name, List<Test> expected) {
        this.key = key;
        this.operator = name.operator().operator();
        this.negated = name.operator().negated();
        this.ifExists = name.ifExists();
        this.quantifier = name.quantifier();
        this.expected = expected;
    }

    /** An operator's name, taken apart. */
    private record Name(Operator.Named operator, boolean ifExists, Quantifier quantifier) {

        static Name parse(String written) {
            String rest = written.toLowerCase(Locale.ROOT);
            Quantifier quantifier = quantifier(rest);
            if (quantifier != Quantifier.NONE) {
                rest = rest.substring(rest.indexOf(':') + 1);
            }
            boolean ifExists = rest.endsWith(IF_EXISTS);
            String plain = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
            return Operator.of(plain)
                    .filter(found -> !ifExists || found.operator() != Operator.NULL)
                    .map(found -> new Name(found, ifExists, quantifier))
                    .orElseThrow(() -> new IllegalArgumentException("no operator: " + written));
        }

        private static Quantifier quantifier(String lower) {
            if (lower.startsWith(ALL)) {
                return Quantifier.ALL_VALUES;
            }
            return lower.startsWith(ANY) ? Quantifier.ANY_VALUE : Quantifier.NONE;
        }
    }

    /**
     * @throws IllegalArgumentException there is no such operator, or a value is nothing for it
     */
    static Condition compile(
            String operator, String key, List<String> expected, boolean variables) {
        Name name = Name.parse(operator);
        List<Test> tests = new ArrayList<>();
        for (String each : expected) {
            tests.add(name.operator().operator().compile(each, variables));
        }
        return new Condition(key.toLowerCase(Locale.ROOT), name, List.copyOf(tests));
    }

    /** The key it is about, in lower case. */
    String key() {
        return key;
    }

    Verdict judge(RequestValues values) {
        List<String> given = values.of(key);
        if (given == null) {
            return values.unknown();
        }
        if (operator == Operator.NULL) {
            return anyOf(given.isEmpty() ? "true" : "false", values);
        }
        if (given.isEmpty()) {
            return Verdict.of(holdsWithoutValue());
        }
        return switch (quantifier) {
            case NONE -> negated ? all(given, values) : any(given, values);
            case ALL_VALUES -> all(given, values);
            case ANY_VALUE -> any(given, values);
        };
    }

    private boolean holdsWithoutValue() {
        return switch (quantifier) {
            case NONE -> negated || ifExists;
            case ALL_VALUES -> true;
            case ANY_VALUE -> ifExists;
        };
    }

    private Verdict all(List<String> given, RequestValues values) {
        Verdict verdict = Verdict.HOLDS;
        for (String each : given) {
            verdict = verdict.and(one(each, values));
        }
        return verdict;
    }

    private Verdict any(List<String> given, RequestValues values) {
        Verdict verdict = Verdict.FAILS;
        for (String each : given) {
            verdict = verdict.or(one(each, values));
        }
        return verdict;
    }

    /** Expected values are alternatives; a negated operator wants none of them. */
    private Verdict one(String value, RequestValues values) {
        Verdict found = anyOf(value, values);
        return negated ? found.negated() : found;
    }

    private Verdict anyOf(String value, RequestValues values) {
        Verdict verdict = Verdict.FAILS;
        for (Test test : expected) {
            verdict = verdict.or(test.holds(value, values));
            if (verdict == Verdict.HOLDS) {
                break;
            }
        }
        return verdict;
    }
}
