package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.wire.format.TextValues;
import dev.gatehouse.wire.format.UriPattern;
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.message.WireRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members that travel outside the body, and the status. */
final class HttpBindings {
    private HttpBindings() {}

    /** Sets the members of the input that path, query string and headers carry. */
    static void decode(OperationModel operation, WireRequest request, Structure.Builder input) {
        UriPattern pattern = UriPattern.parse(operation.http().uri());
        Map<String, String> labels = pattern.labels(request.rawPath());
        List<UrlText.Parameter> query = UrlText.parameters(request.rawQuery());
        for (Member member : operation.input().members()) {
            Object value =
                    switch (member.location()) {
                        case BODY, STATUS -> null;
                        case URI -> label(member, labels);
                        case QUERY ->
                                member.shape().type() == ShapeType.MAP
                                        ? queryMap(
                                                member.shape(), others(operation, pattern, query))
                                        : query(member, query);
                        case HEADER, HEADERS -> HeaderBindings.read(member, request.headers());
                    };
            if (value != null) {
                input.set(member.index(), value);
            }
        }
    }

    private static @Nullable Object label(Member member, Map<String, String> labels) {
        String text = labels.get(member.wireName());
        return text == null ? null : TextValues.parse(member.shape(), text);
    }

    private static @Nullable Object query(Member member, List<UrlText.Parameter> query) {
        Shape shape = member.shape();
        List<String> texts = new ArrayList<>();
        for (UrlText.Parameter parameter : query) {
            if (parameter.name().equals(member.wireName())) {
                texts.add(parameter.value());
            }
        }
        if (shape.type() == ShapeType.LIST) {
            return texts.isEmpty() ? null : list(shape, texts);
        }
        boolean absent = texts.isEmpty() || isEmptyNonText(shape, texts.getFirst());
        return absent ? null : TextValues.parse(shape, texts.getFirst());
    }

    /** The parameters that are neither fixed nor another member's: a map takes those. */
    private static List<UrlText.Parameter> others(
            OperationModel operation, UriPattern pattern, List<UrlText.Parameter> query) {
        Set<String> taken = new HashSet<>();
        pattern.query().forEach(fixed -> taken.add(fixed.name()));
        for (Member member : operation.input().members()) {
            if (member.location() == Location.QUERY && member.shape().type() != ShapeType.MAP) {
                taken.add(member.wireName());
            }
        }
        return query.stream().filter(one -> !taken.contains(one.name())).toList();
    }

    /** Clients may send {@code ?limit=} for an absent number. */
    private static boolean isEmptyNonText(Shape shape, String text) {
        return text.isEmpty() && shape.type() != ShapeType.STRING;
    }

    private static @Nullable Object queryMap(Shape shape, List<UrlText.Parameter> query) {
        boolean ofLists = shape.value().shape().type() == ShapeType.LIST;
        Map<String, Object> map = new LinkedHashMap<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (UrlText.Parameter parameter : query) {
            if (ofLists) {
                lists.computeIfAbsent(parameter.name(), _ -> new ArrayList<>())
                        .add(parameter.value());
            } else {
                map.put(parameter.name(), parameter.value());
            }
        }
        lists.forEach((name, values) -> map.put(name, list(shape.value().shape(), values)));
        return map.isEmpty() ? null : map;
    }

    private static List<Object> list(Shape shape, List<String> texts) {
        List<Object> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            values.add(TextValues.parse(shape.element().shape(), text));
        }
        return values;
    }

    /** The status of a successful response: the operation's, unless a member of the output says. */
    static int status(OperationModel operation, Structure output) {
        for (Member member : output.shape().members()) {
            if (member.location() == Location.STATUS
                    && output.value(member.index()) instanceof Integer status) {
                return status;
            }
        }
        return operation.http().status();
    }

    /** Whether some member of the shape travels in the body. */
    static boolean hasBody(Shape shape) {
        for (Member member : shape.members()) {
            if (member.location() == Location.BODY) {
                return true;
            }
        }
        return false;
    }
}
