package dev.gatehouse.wire.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists in headers: elements between commas, those that hold a comma or a quote in quotes, as
 * Smithy's {@code httpHeader} trait and RFC 9110, section 5.6, say.
 */
final class HeaderList {
    private HeaderList() {}

    /** The elements of a header's text, without quotes and the blanks around them. */
    static List<String> split(String text) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quoted && next == '\\' && i + 1 < text.length()) {
                element.append(text.charAt(++i));
            } else if (next == '"') {
                quoted = !quoted;
            } else if (next == ',' && !quoted) {
                elements.add(element.toString().strip());
                element.setLength(0);
            } else {
                element.append(next);
            }
        }
        elements.add(element.toString().strip());
        return elements;
    }

    /** The dates of a header's text: each has one comma of its own, behind the day of the week. */
    static List<String> splitDates(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length % 2 != 0) {
            return split(text);
        }
        List<String> dates = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            dates.add((parts[i] + "," + parts[i + 1]).strip());
        }
        return dates;
    }

    /** The text of a header with these elements. */
    static String join(List<String> elements) {
        return String.join(", ", elements.stream().map(HeaderList::quoted).toList());
    }

    private static String quoted(String element) {
        boolean plain = element.indexOf(',') < 0 && element.indexOf('"') < 0;
        return plain ? element : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
