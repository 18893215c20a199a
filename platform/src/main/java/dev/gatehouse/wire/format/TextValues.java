package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.TimestampFormat;
import java.time.Instant;
import java.util.Base64;

/** Single values as text: in headers, query strings, paths, XML and forms. */
public final class TextValues {
    private TextValues() {}

    /** Reads a value. */
    public static Object parse(Shape shape, String text) {
        try {
            return switch (shape.type()) {
                case STRING -> text;
                case BOOLEAN -> bool(text);
                case INTEGER -> Integer.valueOf(text.strip());
                case LONG -> Long.valueOf(text.strip());
                case FLOAT -> Float.valueOf(text.strip());
                case DOUBLE -> Double.valueOf(text.strip());
                case BLOB -> Base64.getDecoder().decode(text.strip());
                case TIMESTAMP -> Timestamps.parse(text.strip());
                case LIST, MAP, STRUCTURE, DOCUMENT ->
                        throw new MalformedException("A single value where " + shape + " belongs");
            };
        } catch (IllegalArgumentException unreadable) {
            throw new MalformedException(
                    "'" + shorten(text) + "' can not be converted to " + noun(shape));
        }
    }

    private static Boolean bool(String text) {
        return switch (text.strip()) {
            case "true", "True", "TRUE", "1" -> true;
            case "false", "False", "FALSE", "0" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static String noun(Shape shape) {
        return switch (shape.type()) {
            case BOOLEAN -> "a Boolean";
            case INTEGER -> "an Integer";
            case LONG -> "a Long";
            case FLOAT -> "a Float";
            case DOUBLE -> "a Double";
            case BLOB -> "a Blob";
            case STRING, TIMESTAMP, LIST, MAP, STRUCTURE, DOCUMENT -> shape.name();
        };
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** Writes a value. */
    public static String format(Object value, TimestampFormat format) {
        return switch (value) {
            case byte[] blob -> Base64.getEncoder().encodeToString(blob);
            case Instant instant -> Timestamps.text(instant, format);
            case Double number -> number(number);
            case Float number -> number(number);
            default -> value.toString();
        };
    }

    private static String number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    private static String number(float number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e7;
        return whole ? Long.toString((long) number) : Float.toString(number);
    }
}
