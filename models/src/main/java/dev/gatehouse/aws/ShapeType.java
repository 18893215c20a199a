package dev.gatehouse.aws;

/** The kinds of values AWS's models know, and the Java type a {@link Structure} holds for each. */
public enum ShapeType {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer}. */
    INTEGER,
    /** {@link Long}. */
    LONG,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link String}, also for enums: AWS adds constants faster than models follow. */
    STRING,
    /** {@code byte[]}. */
    BLOB,
    /** {@link java.time.Instant}. */
    TIMESTAMP,
    /** {@link java.util.List}. */
    LIST,
    /** {@link java.util.Map} with {@link String} keys. */
    MAP,
    /** {@link Structure}. */
    STRUCTURE,
    /** Free-form JSON: maps, lists, strings, numbers, booleans. */
    DOCUMENT
}
