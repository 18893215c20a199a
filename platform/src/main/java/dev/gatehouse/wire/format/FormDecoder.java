package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives a form the shape of an input. */
public final class FormDecoder {
    private FormDecoder() {}

    public static Structure.Builder structure(Shape shape, FormTree form) {
        form.requireOnly(
                shape.members().stream().map(FormDecoder::name).collect(Collectors.toSet()));
        Structure.Builder structure = Structure.builder(shape);
        for (Member member : shape.members()) {
            Object value = member(member, form);
            if (value != null) {
                structure.set(member.index(), value);
            }
        }
        return structure;
    }

    /** What a member is called in a form: flattened lists go by the name of their elements. */
    private static String name(Member member) {
        boolean list = member.shape().type() == ShapeType.LIST && member.flattened();
        String element = list ? member.shape().element().wire().name() : null;
        return element == null ? member.wireName() : element;
    }

    private static @Nullable Object member(Member member, FormTree form) {
        Shape shape = member.shape();
        return switch (shape.type()) {
            case LIST -> list(member, form);
            case MAP -> {
                FormTree node = form.child(member.wireName());
                yield node == null ? null : map(member, node);
            }
            case STRUCTURE,
                    BOOLEAN,
                    INTEGER,
                    LONG,
                    FLOAT,
                    DOUBLE,
                    STRING,
                    BLOB,
                    TIMESTAMP,
                    DOCUMENT -> {
                FormTree node = form.child(member.wireName());
                yield node == null ? null : value(shape, node);
            }
        };
    }

    /** A single value or a structure; null where the form has only other parameters. */
    private static @Nullable Object value(Shape shape, FormTree node) {
        return switch (shape.type()) {
            case STRUCTURE -> structure(shape, node).build();
            case LIST -> elements(shape, node, shape.element().wireName());
            case MAP -> entries(shape, node.child("entry"));
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING, BLOB, TIMESTAMP, DOCUMENT -> {
                node.requireOnly(Set.of());
                String text = node.value();
                yield text == null ? null : TextValues.parse(shape, text);
            }
        };
    }

    private static @Nullable Object list(Member member, FormTree form) {
        Shape shape = member.shape();
        String own = shape.element().wire().name();
        if (!member.flattened()) {
            FormTree node = form.child(member.wireName());
            return node == null ? null : elements(shape, node, own == null ? "member" : own);
        }
        FormTree node = form.child(name(member));
        return node == null ? null : values(shape, node);
    }

    /** The elements under their common name; an empty list comes as {@code Tags=}. */
    private static List<Object> elements(Shape shape, FormTree node, String name) {
        node.requireOnly(Set.of(name));
        FormTree elements = node.child(name);
        return elements == null ? List.of() : values(shape, elements);
    }

    private static List<Object> values(Shape shape, FormTree numbered) {
        List<Object> values = new ArrayList<>();
        for (FormTree element : numbered.numbered()) {
            Object value = value(shape.element().shape(), element);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static Map<String, Object> map(Member member, FormTree node) {
        return entries(member.shape(), member.flattened() ? node : node.child("entry"));
    }

    private static Map<String, Object> entries(Shape shape, @Nullable FormTree numbered) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (numbered == null) {
            return values;
        }
        for (FormTree entry : numbered.numbered()) {
            FormTree key = entry.child(shape.key().wireName());
            FormTree value = entry.child(shape.value().wireName());
            String name = key == null ? null : key.value();
            Object read = value == null ? null : value(shape.value().shape(), value);
            if (name != null && read != null) {
                values.put(name, read);
            }
        }
        return values;
    }
}
