package dev.gatehouse.aws;

import java.util.EnumSet;

/** The input or output of an operation that has none. */
public record Empty(Structure data) implements View {
    /** The one value handlers return. */
    public static final Empty EMPTY = new Empty(Structure.builder(shape()).build());

    private static Shape shape() {
        return new Shape(
                "Unit",
                ShapeType.STRUCTURE,
                Constraints.NONE,
                new ShapeTraits(
                        EnumSet.noneOf(Shape.Flag.class),
                        TimestampFormat.DEFAULT,
                        XmlName.PLAIN,
                        null,
                        null));
    }
}
