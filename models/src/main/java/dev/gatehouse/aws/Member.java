package dev.gatehouse.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a shape: a member of a structure, the element of a list, the key or value of a map.
 *
 * @param index its place in the structure, from 0
 * @param name its name in the model
 * @param shape its type
 * @param wire where and under which name it travels
 * @param flags what else is true of it
 */
public record Member(int index, String name, Shape shape, Wire wire, Set<Flag> flags) {
    /** Facts that are simply true or false of a member. */
    public enum Flag {
        REQUIRED,
        FLATTENED,
        STREAMING,
        XML_ATTRIBUTE,
        IDEMPOTENCY_TOKEN,
        JSON_VALUE,
        EVENT_PAYLOAD,
        EVENT_HEADER
    }

    /**
     * Where and how a member travels.
     *
     * @param location the part of the HTTP message
     * @param name the name there, when it differs from the member's own
     * @param timestampFormat how a moment is written
     * @param xml how its element departs from its name
     */
    public record Wire(
            Location location,
            @Nullable String name,
            TimestampFormat timestampFormat,
            XmlName xml) {}

    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    public boolean required() {
        return flags.contains(Flag.REQUIRED);
    }

    public Location location() {
        return wire.location();
    }

    /** The name on the wire. */
    public String wireName() {
        String other = wire.name();
        return other == null ? name : other;
    }

    /** How a moment is written here: the member's own word, else its shape's. */
    public TimestampFormat timestampFormat() {
        TimestampFormat own = wire.timestampFormat();
        return own == TimestampFormat.DEFAULT ? shape.timestampFormat() : own;
    }

    /** Whether a list or map appears without an element around it. */
    public boolean flattened() {
        return flags.contains(Flag.FLATTENED) || shape.is(Shape.Flag.FLATTENED);
    }

    @Override
    public String toString() {
        return name;
    }
}
