package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.TimestampFormat;
import dev.gatehouse.identity.sigv4.PercentCode;
import dev.gatehouse.wire.format.TextValues;
import java.util.List;
import java.util.Map;

/** Writes structures as forms, the tree of a value spelled in names: {@code Tags.member.1.Key}. */
final class FormWriter {
    private final StringBuilder form = new StringBuilder(256);

    FormWriter add(String name, String value) {
        form.append(form.isEmpty() ? "" : "&");
        form.append(PercentCode.encode(name, false)).append('=');
        form.append(PercentCode.encode(value, false));
        return this;
    }

    FormWriter members(Structure structure) {
        structure("", structure);
        return this;
    }

    private void structure(String prefix, Structure structure) {
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null) {
                value(prefix, member, value);
            }
        }
    }

    private void value(String prefix, Member member, Object value) {
        String name = prefix + member.wireName();
        switch (value) {
            case Structure structure -> structure(name + '.', structure);
            case List<?> list -> list(prefix, member, list);
            case Map<?, ?> map -> map(member.flattened() ? name : name + ".entry", member, map);
            default -> add(name, TextValues.format(value, format(member)));
        }
    }

    /** A flattened list goes by the name of its elements; an empty one is said to be empty. */
    private void list(String prefix, Member member, List<?> list) {
        Member element = member.shape().element();
        String own = element.wire().name();
        String name = prefix + member.wireName();
        if (list.isEmpty()) {
            add(name, "");
        }
        String each =
                member.flattened()
                        ? prefix + (own == null ? member.wireName() : own)
                        : name + '.' + (own == null ? "member" : own);
        int number = 1;
        for (Object value : list) {
            part(each + '.' + number++, element, value);
        }
    }

    private void map(String name, Member member, Map<?, ?> map) {
        Shape shape = member.shape();
        int number = 1;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String prefix = name + '.' + number++ + '.';
            add(prefix + shape.key().wireName(), String.valueOf(entry.getKey()));
            part(prefix + shape.value().wireName(), shape.value(), entry.getValue());
        }
    }

    /** A value whose whole name is known: an element of a list, or what a map has for a key. */
    private void part(String name, Member part, Object value) {
        switch (value) {
            case Structure structure -> structure(name + '.', structure);
            case List<?> list -> {
                Member element = part.shape().element();
                String own = element.wire().name();
                int number = 1;
                for (Object each : list) {
                    part(
                            name + '.' + (own == null ? "member" : own) + '.' + number++,
                            element,
                            each);
                }
            }
            case Map<?, ?> map -> map(name + ".entry", part, map);
            default -> add(name, TextValues.format(value, format(part)));
        }
    }

    private static TimestampFormat format(Member member) {
        TimestampFormat own = member.timestampFormat();
        return own == TimestampFormat.DEFAULT ? TimestampFormat.ISO8601 : own;
    }

    @Override
    public String toString() {
        return form.toString();
    }
}
