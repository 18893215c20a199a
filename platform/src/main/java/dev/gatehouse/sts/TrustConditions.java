package dev.gatehouse.sts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.kernel.Globs;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The conditions of trust policies, over what is known of an attempt to assume a role. Operators
 * and keys that are not known here make no guess: they allow nothing and lift no denial.
 */
final class TrustConditions {
    private static final String IF_EXISTS = "IfExists";
    private static final String NOT = "Not";

    private static final Map<String, BiPredicate<String, String>> COMPARISONS =
            Map.of(
                    "StringEquals", String::equals,
                    "StringEqualsIgnoreCase", String::equalsIgnoreCase,
                    "StringLike", Globs::matches,
                    "ArnEquals", Globs::arnLike,
                    "ArnLike", Globs::arnLike);

    /** What a condition says of an attempt. */
    enum Verdict {
        HOLDS,
        FAILS,
        /** It is about something that is not known here. */
        UNKNOWN;

        /** Both have to hold. */
        Verdict and(Verdict other) {
            if (this == FAILS || other == FAILS) {
                return FAILS;
            }
            return this == UNKNOWN ? this : other;
        }
    }

    private final Set<String> known;
    private final Map<String, String> values;

    /**
     * @param known the keys that are known, in lower case
     * @param values those that have a value in this attempt
     */
    TrustConditions(Set<String> known, Map<String, String> values) {
        this.known = known;
        this.values = values;
    }

    /** The verdict on a statement's {@code Condition}, which may be missing. */
    Verdict judge(JsonNode condition) {
        Verdict verdict = Verdict.HOLDS;
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                String name = key.getKey().toLowerCase(Locale.ROOT);
                verdict = verdict.and(judge(operator.getKey(), name, key.getValue()));
            }
        }
        return verdict;
    }

    private Verdict judge(String operator, String key, JsonNode expected) {
        if (!known.contains(key) || hasVariable(expected)) {
            return Verdict.UNKNOWN;
        }
        Optional<String> value = Optional.ofNullable(values.get(key));
        if (operator.equals("Null")) {
            return verdict(isAny(expected, each -> value.isEmpty() == each.equals("true")));
        }
        boolean ifExists = operator.endsWith(IF_EXISTS);
        String name =
                ifExists ? operator.substring(0, operator.length() - IF_EXISTS.length()) : operator;
        boolean negated = name.contains(NOT);
        BiPredicate<String, String> comparison = COMPARISONS.get(name.replaceFirst(NOT, ""));
        if (comparison == null) {
            return Verdict.UNKNOWN;
        }
        if (value.isEmpty()) {
            return verdict(negated || ifExists);
        }
        boolean matches = isAny(expected, each -> comparison.test(each, value.get()));
        return verdict(matches != negated);
    }

    private static boolean hasVariable(JsonNode expected) {
        return isAny(expected, each -> each.contains("${"));
    }

    private static boolean isAny(JsonNode expected, Predicate<String> expectation) {
        return TrustPolicy.list(expected).stream()
                .anyMatch(each -> expectation.test(each.asText()));
    }

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.HOLDS : Verdict.FAILS;
    }
}
