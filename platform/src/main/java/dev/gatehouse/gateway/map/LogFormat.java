package dev.gatehouse.gateway.map;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format of an access log: a text with {@code $context} variables, read once. */
public final class LogFormat {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$context\\.([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)");

    /** What stands for a variable that a request has not. */
    private static final String ABSENT = "-";

    private final List<Part> parts;

    /** A text as it is, or a variable's name. */
    private record Part(String text, boolean isVariable) {}

    /** Tells what {@code $context} has of a request, one variable at a time. */
    @FunctionalInterface
    public interface Variables {
        /**
         * A variable by its dotted name, such as {@code identity.sourceIp}; null when there is
         * none.
         */
        @Nullable Object find(String name);
    }

    private LogFormat(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Reads a format; what is no variable stands for itself. */
    public static LogFormat of(String format) {
        String line = format.strip();
        List<Part> parts = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(line);
        int from = 0;
        while (variable.find()) {
            parts.add(new Part(line.substring(from, variable.start()), false));
            parts.add(new Part(variable.group(1), true));
            from = variable.end();
        }
        parts.add(new Part(line.substring(from), false));
        return new LogFormat(parts);
    }

    /** The line of one request. */
    public String line(Variables variables) {
        StringBuilder line = new StringBuilder();
        for (Part part : parts) {
            line.append(part.isVariable() ? value(variables, part.text()) : part.text());
        }
        return line.toString();
    }

    /** A client that sends line breaks makes no lines of its own. */
    private static String value(Variables variables, String name) {
        @Nullable Object value = variables.find(name);
        if (value == null || value.equals("")) {
            return ABSENT;
        }
        String text = value.toString();
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replaceAll("[\\r\\n]+", " ");
    }
}
