package dev.gatehouse.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The type of a value: its kind, its parts and what is demanded of it. Never changes. */
public final class Shape {
    /** Facts that are simply true or false of a shape. */
    public enum Flag {
        SENSITIVE,
        FLATTENED,
        STREAMING,
        UNION,
        EVENT_STREAM,
        EVENT
    }

    private final String name;
    private final ShapeType type;
    private final Constraints constraints;
    private final ShapeTraits traits;
    private List<Member> members = List.of();
    private @Nullable Map<String, Member> byName;
    private @Nullable Map<String, Member> byWireName;

    Shape(String name, ShapeType type, Constraints constraints, ShapeTraits traits) {
        this.name = name;
        this.type = type;
        this.constraints = constraints;
        this.traits = traits;
    }

    /** Shapes may contain themselves, so their parts arrive once all shapes exist. */
    void link(List<Member> parts) {
        members = List.copyOf(parts);
    }

    /** The name AWS's model gives the shape. */
    public String name() {
        return name;
    }

    public ShapeType type() {
        return type;
    }

    public Constraints constraints() {
        return constraints;
    }

    public boolean is(Flag flag) {
        return traits.flags().contains(flag);
    }

    /** The members of a structure, in the model's order. */
    public List<Member> members() {
        return members;
    }

    /** The member with this name in the model; null when there is none. */
    public @Nullable Member member(String memberName) {
        // Made on first use, perhaps twice at once: most shapes of a model are never looked into.
        Map<String, Member> names = byName;
        if (names == null) {
            names = index(Member::name);
            byName = names;
        }
        return names.get(memberName);
    }

    /** The member with this name on the wire; null when there is none. */
    public @Nullable Member memberOnWire(String wireName) {
        Map<String, Member> names = byWireName;
        if (names == null) {
            names = index(Member::wireName);
            byWireName = names;
        }
        return names.get(wireName);
    }

    private Map<String, Member> index(Function<Member, String> name) {
        Map<String, Member> index = HashMap.newHashMap(members.size());
        for (Member member : members) {
            index.put(name.apply(member), member);
        }
        return index;
    }

    /** The member that is the whole body; null when the body holds several or none. */
    public @Nullable Member payload() {
        String payload = traits.payload();
        return payload == null ? null : member(payload);
    }

    /** What the elements of a list are. */
    public Member element() {
        return members.getFirst();
    }

    /** What the keys of a map are. */
    public Member key() {
        return members.getFirst();
    }

    /** What the values of a map are. */
    public Member value() {
        return members.getLast();
    }

    public TimestampFormat timestampFormat() {
        return traits.timestampFormat();
    }

    public XmlName xml() {
        return traits.xml();
    }

    /** What makes this structure an error; null when it is none. */
    public @Nullable ErrorTrait error() {
        return traits.error();
    }

    @Override
    public String toString() {
        return name;
    }
}
