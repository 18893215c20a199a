package dev.gatehouse.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.TimestampFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes structures as JSON: members by wire name, timestamps as the model says. */
public final class JsonWriter {
    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The members of a structure that travel in the body, as a JSON object. */
    public static byte[] write(Structure structure) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JsonTree.FACTORY.createGenerator(out)) {
            new JsonWriter(json).structure(structure);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }

    /** A tree of maps, lists and values as JSON. */
    public static byte[] writeTree(Object tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JsonTree.FACTORY.createGenerator(out)) {
            new JsonWriter(json).value(tree, TimestampFormat.EPOCH);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }

    private void structure(Structure structure) throws IOException {
        json.writeStartObject();
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null && member.location() == Location.BODY) {
                json.writeFieldName(member.wireName());
                value(value, formatIn(member));
            }
        }
        json.writeEndObject();
    }

    /** Lists and maps hand on the format of the timestamps in them. */
    private static TimestampFormat formatIn(Member member) {
        Member innermost = member;
        while (!innermost.shape().members().isEmpty() && isCollection(innermost)) {
            innermost = innermost.shape().value();
        }
        TimestampFormat format = innermost.timestampFormat();
        return format == TimestampFormat.DEFAULT ? TimestampFormat.EPOCH : format;
    }

    private static boolean isCollection(Member member) {
        return switch (member.shape().type()) {
            case LIST, MAP -> true;
            case BOOLEAN,
                    INTEGER,
                    LONG,
                    FLOAT,
                    DOUBLE,
                    STRING,
                    BLOB,
                    TIMESTAMP,
                    STRUCTURE,
                    DOCUMENT ->
                    false;
        };
    }

    private void value(@Nullable Object value, TimestampFormat format) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Structure structure -> structure(structure);
            case String text -> json.writeString(text);
            case Boolean bool -> json.writeBoolean(bool);
            case Double number -> decimal(number);
            case Float number -> decimal(number);
            case Number number -> json.writeNumber(number.longValue());
            case byte[] blob -> json.writeBinary(blob);
            case Instant instant -> instant(instant, format);
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    value(element, format);
                }
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    value(entry.getValue(), format);
                }
                json.writeEndObject();
            }
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        }
    }

    private void decimal(Number number) throws IOException {
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeString(number.toString());
        } else if (number instanceof Float single) {
            json.writeNumber(single);
        } else {
            json.writeNumber(value);
        }
    }

    private void instant(Instant instant, TimestampFormat format) throws IOException {
        if (format == TimestampFormat.EPOCH) {
            json.writeNumber(Timestamps.epochSeconds(instant));
        } else {
            json.writeString(Timestamps.text(instant, format));
        }
    }
}
