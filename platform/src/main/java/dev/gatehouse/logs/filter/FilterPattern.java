package dev.gatehouse.logs.filter;

import dev.gatehouse.kernel.ServiceException;
import java.util.function.Predicate;

/**
 * A filter pattern: decides which messages match. Three languages share the name and are told apart
 * by their first character: terms ({@code ERROR -timeout}), JSON ({@code { $.level = "ERROR" }})
 * and space-delimited columns ({@code [ip, user, status = 4*]}).
 */
public final class FilterPattern {
    private FilterPattern() {}

    /**
     * Reads a pattern; the empty one matches everything.
     *
     * @throws ServiceException InvalidParameterException, as CloudWatch Logs says it
     */
    public static Predicate<String> parse(String pattern) {
        String text = pattern.strip();
        if (text.isEmpty()) {
            return message -> true;
        }
        if (text.startsWith("[")) {
            return ColumnPattern.parse(text);
        }
        return text.startsWith("{") ? JsonPattern.parse(text) : TermPattern.parse(text);
    }

    static ServiceException invalid(String reason) {
        return new ServiceException(
                "InvalidParameterException", 400, "Invalid filter pattern: " + reason);
    }
}
