package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.TimestampFormat;
import dev.gatehouse.wire.format.TextValues;
import dev.gatehouse.wire.message.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Members of requests and responses that travel in headers. */
public final class HeaderBindings {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private HeaderBindings() {}

    /** What headers say of a member that travels in them; null when they say nothing. */
    public static @Nullable Object read(Member member, Headers headers) {
        return member.location() == Location.HEADERS
                ? prefixed(member, headers)
                : named(member, headers);
    }

    private static @Nullable Object named(Member member, Headers headers) {
        String text = headers.first(member.wireName());
        if (text == null) {
            return null;
        }
        Shape shape = member.shape();
        if (shape.type() == ShapeType.LIST) {
            String all = String.join(",", headers.all(member.wireName()));
            return list(
                    shape, isDates(member) ? HeaderList.splitDates(all) : HeaderList.split(all));
        }
        boolean absent = text.isEmpty() && shape.type() != ShapeType.STRING;
        return absent ? null : TextValues.parse(shape, text);
    }

    /** Whether the elements are timestamps in the form that has a comma: a header's own. */
    private static boolean isDates(Member list) {
        Member element = list.shape().element();
        TimestampFormat format = element.timestampFormat();
        return element.shape().type() == ShapeType.TIMESTAMP
                && (format == TimestampFormat.DEFAULT || format == TimestampFormat.RFC822);
    }

    private static @Nullable Object prefixed(Member member, Headers headers) {
        String prefix = member.wireName().toLowerCase(Locale.ROOT);
        Map<String, Object> found = new LinkedHashMap<>();
        headers.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        found.putIfAbsent(name.substring(prefix.length()), value);
                    }
                });
        return found.isEmpty() ? null : found;
    }

    /** Writes the members of a structure that headers carry. */
    public static void write(Structure structure, Headers.Builder headers) {
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value == null) {
                continue;
            }
            if (member.location() == Location.HEADER) {
                headers.set(member.wireName(), oneLine(headerText(member, value)));
            } else if (member.location() == Location.HEADERS) {
                ((Map<?, ?>) value)
                        .forEach(
                                (key, text) ->
                                        headers.set(member.wireName() + key, oneLine("" + text)));
            }
        }
    }

    /** Clients may choose the text of a header; no control character of theirs may end it. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    private static String headerText(Member member, Object value) {
        TimestampFormat own = member.timestampFormat();
        TimestampFormat format = own == TimestampFormat.DEFAULT ? TimestampFormat.RFC822 : own;
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>(list.size());
            list.forEach(element -> texts.add(TextValues.format(element, format)));
            return isDates(member) ? String.join(", ", texts) : HeaderList.join(texts);
        }
        return TextValues.format(value, format);
    }

    private static List<Object> list(Shape shape, List<String> texts) {
        List<Object> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            values.add(TextValues.parse(shape.element().shape(), text));
        }
        return values;
    }
}
