package dev.gatehouse.logs.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on messages that are columns between spaces: {@code [ip, user, ..., status = 4*]}.
 * Text in quotes or brackets is one column. {@code ...} stands for any number of columns; without
 * it a message must have exactly as many columns as the pattern.
 */
record ColumnPattern(List<Predicate<String>> before, List<Predicate<String>> after, boolean open)
        implements Predicate<String> {
    private static final String ANY_NUMBER = "...";
    private static final Pattern COLUMN = Pattern.compile("\"([^\"]*)\"|\\[([^\\]]*)\\]|(\\S+)");

    static ColumnPattern parse(String text) {
        if (!text.endsWith("]")) {
            throw FilterPattern.invalid("a space-delimited pattern ends with ]");
        }
        ColumnPattern pattern = new ColumnPattern(new ArrayList<>(), new ArrayList<>(), false);
        for (String column : text.substring(1, text.length() - 1).split(",")) {
            if (!column.strip().equals(ANY_NUMBER)) {
                List<Predicate<String>> side = pattern.open ? pattern.after : pattern.before;
                side.add(ColumnCondition.parse(column.strip()));
            } else if (pattern.open) {
                throw FilterPattern.invalid("... stands only once");
            } else {
                pattern = new ColumnPattern(pattern.before, pattern.after, true);
            }
        }
        return pattern;
    }

    @Override
    public boolean test(String message) {
        List<String> columns = columns(message);
        int named = before.size() + after.size();
        if (open ? columns.size() < named : columns.size() != named) {
            return false;
        }
        List<String> tail = columns.subList(columns.size() - after.size(), columns.size());
        return holds(before, columns) && holds(after, tail);
    }

    private static boolean holds(List<Predicate<String>> conditions, List<String> columns) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).test(columns.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> columns(String message) {
        List<String> columns = new ArrayList<>();
        Matcher matcher = COLUMN.matcher(message);
        while (matcher.find()) {
            String quoted = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            columns.add(quoted == null ? matcher.group() : quoted);
        }
        return columns;
    }
}
