package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.ShapeType;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.TimestampFormat;
import dev.gatehouse.aws.XmlName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes XML: elements by hand, and structures as their shapes say. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder(512);

    /** The declaration that S3 puts in front. */
    public XmlWriter declaration() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return this;
    }

    public XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    /** Opens an element that declares the default namespace. */
    public XmlWriter open(String name, @Nullable String namespace) {
        if (namespace == null) {
            return open(name);
        }
        out.append('<').append(name).append(" xmlns=\"");
        escape(namespace);
        out.append("\">");
        return this;
    }

    public XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter text(String name, String text) {
        open(name);
        escape(text);
        return close(name);
    }

    /** Text within the open element. */
    public XmlWriter escaped(String text) {
        escape(text);
        return this;
    }

    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The members of a structure that travel in the body and are not attributes. */
    public XmlWriter members(Structure structure) {
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            boolean here =
                    member.location() == Location.BODY && !member.is(Member.Flag.XML_ATTRIBUTE);
            if (value != null && here) {
                member(member, value);
            }
        }
        return this;
    }

    private void member(Member member, Object value) {
        Shape shape = member.shape();
        if (member.flattened() && value instanceof List<?> list) {
            String own = shape.element().wire().name();
            for (Object element : list) {
                element(own == null ? member.wireName() : own, shape.element(), element);
            }
        } else if (member.flattened() && value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> entry(member.wireName(), shape, key, entry));
        } else {
            element(member.wireName(), member, value);
        }
    }

    /** One element with the value of a member in it. */
    public void element(String name, Member member, Object value) {
        openFor(name, member, value);
        content(member, value);
        close(name);
    }

    private void openFor(String name, Member member, Object value) {
        out.append('<').append(name);
        XmlName own = member.wire().xml();
        XmlName xml = own.namespace() == null ? member.shape().xml() : own;
        String namespace = xml.namespace();
        String prefix = xml.prefix();
        if (namespace != null) {
            out.append(prefix == null ? " xmlns=\"" : " xmlns:" + prefix + "=\"");
            escape(namespace);
            out.append('"');
        }
        if (value instanceof Structure structure) {
            attributes(structure);
        }
        out.append('>');
    }

    private void attributes(Structure structure) {
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null && member.is(Member.Flag.XML_ATTRIBUTE)) {
                out.append(' ').append(member.wireName()).append("=\"");
                escape(TextValues.format(value, TimestampFormat.ISO8601));
                out.append('"');
            }
        }
    }

    private void content(Member member, Object value) {
        Shape shape = member.shape();
        switch (value) {
            case Structure structure -> members(structure);
            case List<?> list -> {
                Member part = shape.element();
                String own = part.wire().name();
                for (Object element : list) {
                    element(own == null ? "member" : own, part, element);
                }
            }
            case Map<?, ?> map -> map.forEach((key, entry) -> entry("entry", shape, key, entry));
            default -> escape(TextValues.format(value, format(member)));
        }
    }

    private static TimestampFormat format(Member member) {
        TimestampFormat format = member.timestampFormat();
        boolean unsaid = format == TimestampFormat.DEFAULT;
        return unsaid && member.shape().type() == ShapeType.TIMESTAMP
                ? TimestampFormat.ISO8601
                : format;
    }

    private void entry(String name, Shape map, Object key, Object value) {
        open(name);
        text(map.key().wireName(), String.valueOf(key));
        element(map.value().wireName(), map.value(), value);
        close(name);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xd;");
                case '\n', '\t' -> out.append(c);
                // XML 1.0 cannot carry other control characters in any form.
                default -> out.append(c < ' ' ? '\ufffd' : c);
            }
        }
    }
}
