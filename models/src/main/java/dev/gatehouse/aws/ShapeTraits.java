package dev.gatehouse.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rarer facts of a shape. */
record ShapeTraits(
        Set<Shape.Flag> flags,
        TimestampFormat timestampFormat,
        XmlName xml,
        @Nullable String payload,
        @Nullable ErrorTrait error) {}
