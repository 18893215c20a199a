package dev.gatehouse.events.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.AddressRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One of the values that a pattern lists for a field: a value itself, or how it compares. */
final class Comparison {
    private static final String PREFIX = "prefix";
    private static final String SUFFIX = "suffix";
    private static final String WILDCARD = "wildcard";
    private static final String IGNORE_CASE = "equals-ignore-case";
    private static final String ANYTHING_BUT = "anything-but";
    private static final String NUMERIC = "numeric";
    private static final String EXISTS = "exists";
    private static final String CIDR = "cidr";
    private static final Set<String> KNOWN =
            Set.of(PREFIX, SUFFIX, WILDCARD, IGNORE_CASE, ANYTHING_BUT, NUMERIC, EXISTS, CIDR);
    private static final Set<String> TEXTS = Set.of(PREFIX, SUFFIX, WILDCARD, IGNORE_CASE);
    private static final Set<String> OPERATORS = Set.of("<", "<=", "=", ">=", ">");

    private Comparison() {}

    /**
     * @throws InvalidPatternException EventBridge knows no such comparison
     */
    static void check(JsonNode wanted) {
        if (wanted.isArray()) {
            throw new InvalidPatternException("Arrays may not contain arrays");
        }
        if (!(wanted instanceof ObjectNode object)) {
            return;
        }
        if (object.size() != 1) {
            throw new InvalidPatternException("Only one key allowed in match expression");
        }
        Map.Entry<String, JsonNode> comparison = object.properties().iterator().next();
        String name = comparison.getKey();
        if (!KNOWN.contains(name)) {
            throw new InvalidPatternException("Unrecognized match type " + name);
        }
        JsonNode value = comparison.getValue();
        boolean formed =
                switch (name) {
                    case EXISTS -> value.isBoolean();
                    case NUMERIC -> isNumeric(value);
                    case ANYTHING_BUT -> isBut(value);
                    case PREFIX, SUFFIX -> value.isTextual() || value.path(IGNORE_CASE).isTextual();
                    case CIDR -> range(value.asText()).isPresent();
                    case WILDCARD -> value.isTextual() && !value.asText().contains("**");
                    default -> value.isTextual();
                };
        if (!formed) {
            throw new InvalidPatternException("Value of " + name + " is of the wrong type");
        }
    }

    private static boolean isBut(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.size() != 1) {
                return false;
            }
            Map.Entry<String, JsonNode> but = object.properties().iterator().next();
            return TEXTS.contains(but.getKey()) && isOneOrSome(but.getValue(), JsonNode::isTextual);
        }
        return isOneOrSome(value, each -> each.isTextual() || each.isNumber());
    }

    private static boolean isOneOrSome(JsonNode value, Predicate<JsonNode> fits) {
        return value instanceof ArrayNode list
                ? !list.isEmpty() && list.valueStream().allMatch(fits)
                : fits.test(value);
    }

    private static Optional<AddressRange> range(String text) {
        try {
            return Optional.of(AddressRange.parse(text));
        } catch (IllegalArgumentException notARange) {
            return Optional.empty();
        }
    }

    private static boolean isNumeric(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0) {
            return false;
        }
        for (int i = 0; i < value.size(); i += 2) {
            if (!OPERATORS.contains(value.path(i).asText()) || !value.path(i + 1).isNumber()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value that an event has, or has not, is what is wanted. */
    static boolean holds(JsonNode wanted, JsonNode present) {
        if (!(wanted instanceof ObjectNode object)) {
            return equal(wanted, present);
        }
        Map.Entry<String, JsonNode> comparison = object.properties().iterator().next();
        JsonNode value = comparison.getValue();
        return switch (comparison.getKey()) {
            case EXISTS -> value.asBoolean() == (present.isValueNode() && !present.isMissingNode());
            case ANYTHING_BUT -> present.isValueNode() && differs(value, present);
            case NUMERIC -> present.isNumber() && compares(value, present.decimalValue());
            case CIDR ->
                    present.isTextual()
                            && range(value.asText())
                                    .filter(range -> range.contains(present.asText()))
                                    .isPresent();
            default -> present.isTextual() && reads(comparison.getKey(), value, present.asText());
        };
    }

    private static boolean equal(JsonNode wanted, JsonNode present) {
        return wanted.isNumber() && present.isNumber()
                ? wanted.decimalValue().compareTo(present.decimalValue()) == 0
                : wanted.equals(present);
    }

    private static boolean differs(JsonNode value, JsonNode present) {
        if (value instanceof ArrayNode list) {
            return list.valueStream().noneMatch(each -> equal(each, present));
        }
        if (value instanceof ObjectNode object) {
            Map.Entry<String, JsonNode> but = object.properties().iterator().next();
            JsonNode texts = but.getValue();
            return texts instanceof ArrayNode list
                    ? list.valueStream()
                            .noneMatch(each -> reads(but.getKey(), each, present.asText()))
                    : !reads(but.getKey(), texts, present.asText());
        }
        return !equal(value, present);
    }

    private static boolean reads(String how, JsonNode value, String text) {
        if (value.has(IGNORE_CASE)) {
            String wanted = value.get(IGNORE_CASE).asText().toLowerCase(Locale.ROOT);
            return how.equals(PREFIX)
                    ? text.toLowerCase(Locale.ROOT).startsWith(wanted)
                    : text.toLowerCase(Locale.ROOT).endsWith(wanted);
        }
        String wanted = value.asText();
        return switch (how) {
            case PREFIX -> text.startsWith(wanted);
            case SUFFIX -> text.endsWith(wanted);
            case IGNORE_CASE -> text.equalsIgnoreCase(wanted);
            case WILDCARD -> matchesWildcard(wanted, text);
            default -> false;
        };
    }

    /** Greedy from the left, which takes no more than the two lengths multiplied. */
    private static boolean matchesWildcard(String wanted, String text) {
        List<String> parts = between(wanted);
        String first = parts.getFirst();
        if (parts.size() == 1) {
            return text.equals(first);
        }
        if (!text.startsWith(first)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        String last = parts.getLast();
        return text.length() - last.length() >= at && text.endsWith(last);
    }

    /** The texts between asterisks; one behind a backslash stands for itself. */
    private static List<String> between(String wanted) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char character = wanted.charAt(i);
            if (character == '*') {
                parts.add(part.toString());
                part.setLength(0);
            } else if (character == '\\' && i + 1 < wanted.length()) {
                part.append(wanted.charAt(++i));
            } else {
                part.append(character);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static boolean compares(JsonNode comparisons, BigDecimal number) {
        for (int i = 0; i < comparisons.size(); i += 2) {
            int order = number.compareTo(comparisons.path(i + 1).decimalValue());
            boolean holds =
                    switch (comparisons.path(i).asText()) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case "=" -> order == 0;
                        case ">=" -> order >= 0;
                        default -> order > 0;
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
