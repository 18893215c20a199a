package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives an XML element the form of a shape. */
public final class XmlDecoder {
    /**
     * Rejects elements the model does not know, so that no caller believes that a setting took
     * effect.
     */
    public static final XmlDecoder REQUESTS = new XmlDecoder(true);

    /** Passes over elements the model does not know: a service may be newer than its model. */
    public static final XmlDecoder RESPONSES = new XmlDecoder(false);

    private final boolean strict;

    private XmlDecoder(boolean strict) {
        this.strict = strict;
    }

    private Structure structure(Shape shape, XmlElement element) {
        Structure.Builder structure = Structure.builder(shape);
        members(structure, element);
        return structure.build();
    }

    /** Sets the members an element holds. */
    public void members(Structure.Builder structure, XmlElement element) {
        if (strict) {
            requireKnown(structure.shape(), element);
        }
        for (Member member : structure.shape().members()) {
            if (member.location() == Location.BODY) {
                Object value = member(member, element);
                if (value != null) {
                    structure.set(member.index(), value);
                }
            }
        }
    }

    private static void requireKnown(Shape shape, XmlElement element) {
        for (XmlElement child : element.children()) {
            if (!isKnown(shape, child.name())) {
                throw new MalformedException(
                        "Unrecognized element " + child.name() + " of " + element.name());
            }
        }
    }

    private static boolean isKnown(Shape shape, String element) {
        for (Member member : shape.members()) {
            if (member.location() == Location.BODY && name(member).equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** What a member's elements are called: flattened lists go by the name of their own. */
    private static String name(Member member) {
        boolean list = member.flattened() && member.shape().type() == ShapeType.LIST;
        String own = list ? member.shape().element().wire().name() : null;
        return own == null ? member.wireName() : own;
    }

    private @Nullable Object member(Member member, XmlElement parent) {
        String name = name(member);
        if (member.is(Member.Flag.XML_ATTRIBUTE)) {
            String local = name.substring(name.indexOf(':') + 1);
            String text = parent.attributes().get(local);
            return text == null ? null : TextValues.parse(member.shape(), text);
        }
        if (member.flattened() && member.shape().type() == ShapeType.LIST) {
            List<XmlElement> elements = parent.children(name);
            return elements.isEmpty() ? null : list(member.shape(), elements);
        }
        if (member.flattened() && member.shape().type() == ShapeType.MAP) {
            List<XmlElement> entries = parent.children(name);
            return entries.isEmpty() ? null : map(member.shape(), entries);
        }
        XmlElement child = parent.child(name);
        return child == null || isBlank(member.shape(), child)
                ? null
                : value(member.shape(), child);
    }

    /** Services write {@code <Quota/>} for a number they do not have. */
    private boolean isBlank(Shape shape, XmlElement element) {
        return switch (shape.type()) {
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, TIMESTAMP ->
                    !strict && element.children().isEmpty() && element.text().isBlank();
            case STRING, BLOB, LIST, MAP, STRUCTURE, DOCUMENT -> false;
        };
    }

    /** Reads an element as a value of any shape. */
    public Object value(Shape shape, XmlElement element) {
        return switch (shape.type()) {
            case STRUCTURE -> structure(shape, element);
            case LIST -> list(shape, element.children());
            case MAP -> map(shape, element.children("entry"));
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING, BLOB, TIMESTAMP, DOCUMENT -> {
                if (!element.children().isEmpty()) {
                    throw new MalformedException("Elements where text belongs: " + element.name());
                }
                yield TextValues.parse(shape, element.text());
            }
        };
    }

    private List<Object> list(Shape shape, List<XmlElement> elements) {
        List<Object> values = new ArrayList<>(elements.size());
        for (XmlElement element : elements) {
            values.add(value(shape.element().shape(), element));
        }
        return values;
    }

    private Map<String, Object> map(Shape shape, List<XmlElement> entries) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (XmlElement entry : entries) {
            XmlElement key = entry.child(shape.key().wireName());
            XmlElement value = entry.child(shape.value().wireName());
            if (key == null || value == null) {
                throw new MalformedException("An entry of a map needs a key and a value");
            }
            values.put(key.text(), value(shape.value().shape(), value));
        }
        return values;
    }
}
