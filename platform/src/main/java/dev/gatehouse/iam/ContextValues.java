package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.ContextEntry;
import dev.gatehouse.iam.entity.IamErrors;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Holds the values of a simulation's context key to the type that is said of them. */
final class ContextValues {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false");
    private static final Pattern ANYTHING = Pattern.compile("(?s).*");
    private static final String LIST = "List";

    private ContextValues() {}

    /** The types of lists may have several values, the others one. */
    static void check(ContextEntry entry) {
        String type = entry.contextKeyType();
        if (type == null) {
            return;
        }
        List<String> values = Objects.requireNonNullElse(entry.contextKeyValues(), List.of());
        Pattern form = form(type);
        boolean fits = values.stream().allMatch(value -> form.matcher(value).matches());
        if (!fits || values.size() > 1 && !type.endsWith(LIST)) {
            throw IamErrors.invalidInput(
                    "Invalid value for context key %s of type %s"
                            .formatted(entry.contextKeyName(), type));
        }
    }

    private static Pattern form(String type) {
        return switch (type) {
            case "numeric", "numericList" -> NUMBER;
            case "boolean", "booleanList" -> BOOLEAN;
            default -> ANYTHING;
        };
    }
}
