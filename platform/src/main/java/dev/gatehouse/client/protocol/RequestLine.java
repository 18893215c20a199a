package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.TimestampFormat;
import dev.gatehouse.identity.sigv4.PercentCode;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.TextValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path and query string of a request, with the members of an input that travel there.
 *
 * @param path percent-encoded
 * @param query percent-encoded; empty for none
 */
record RequestLine(String path, String query) {
    private static final Pattern LABEL = Pattern.compile("\\{([^}+]+)(\\+?)}");

    /**
     * @throws ServiceException ValidationException for a label that is absent or empty
     */
    static RequestLine of(OperationModel operation, Structure input) {
        String uri = operation.http().uri();
        int mark = uri.indexOf('?');
        List<String> query = new ArrayList<>();
        if (mark >= 0) {
            query.add(uri.substring(mark + 1));
        }
        for (Member member : operation.input().members()) {
            Object value = input.value(member.index());
            if (value != null && member.location() == Location.QUERY) {
                addTo(query, member, value);
            }
        }
        String path = mark < 0 ? uri : uri.substring(0, mark);
        return new RequestLine(filled(path, operation, input), String.join("&", query));
    }

    private static String filled(String path, OperationModel operation, Structure input) {
        Matcher label = LABEL.matcher(path);
        StringBuilder filled = new StringBuilder();
        while (label.find()) {
            boolean greedy = !label.group(2).isEmpty();
            String text = label(operation, input, label.group(1));
            label.appendReplacement(
                    filled, Matcher.quoteReplacement(PercentCode.encode(text, greedy)));
        }
        return label.appendTail(filled).toString();
    }

    private static String label(OperationModel operation, Structure input, String name) {
        for (Member member : operation.input().members()) {
            if (member.location() == Location.URI && member.wireName().equals(name)) {
                Object value = input.value(member.index());
                String text = value == null ? "" : text(member, value);
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        throw new ServiceException(
                "ValidationException", 400, "%s of %s is empty".formatted(name, operation));
    }

    private static void addTo(List<String> query, Member member, Object value) {
        switch (value) {
            case List<?> list ->
                    list.forEach(
                            element -> query.add(pair(member.wireName(), text(member, element))));
            case Map<?, ?> map -> map.forEach((key, entry) -> addEntry(query, member, key, entry));
            default -> query.add(pair(member.wireName(), text(member, value)));
        }
    }

    private static void addEntry(List<String> query, Member member, Object key, Object entry) {
        List<?> values = entry instanceof List<?> list ? list : List.of(entry);
        values.forEach(value -> query.add(pair(String.valueOf(key), text(member, value))));
    }

    private static String pair(String name, String value) {
        return PercentCode.encode(name, false) + '=' + PercentCode.encode(value, false);
    }

    private static String text(Member member, Object value) {
        TimestampFormat own = member.timestampFormat();
        return TextValues.format(
                value, own == TimestampFormat.DEFAULT ? TimestampFormat.ISO8601 : own);
    }
}
