package dev.gatehouse.wire.format;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes structures as CBOR (RFC 8949): maps by wire name, timestamps as tag 1. */
public final class CborWriter {
    private static final int TIMESTAMP = 1;
    private static final CBORFactory CBOR = new CBORFactory();

    private final CBORGenerator out;

    private CborWriter(CBORGenerator out) {
        this.out = out;
    }

    /** A structure, or a tree of maps, lists and values. */
    public static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (CBORGenerator out = CBOR.createGenerator(bytes)) {
            new CborWriter(out).value(value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Structure structure -> structure(structure);
            case Boolean bool -> out.writeBoolean(bool);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case String text -> out.writeString(text);
            case byte[] blob -> out.writeBinary(blob);
            case Instant instant -> timestamp(instant);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> throw new IllegalStateException("no CBOR for " + value.getClass());
        }
    }

    private void structure(Structure structure) throws IOException {
        List<Member> present =
                structure.shape().members().stream()
                        .filter(member -> structure.has(member.index()))
                        .toList();
        out.writeStartObject(structure, present.size());
        for (Member member : present) {
            out.writeFieldName(member.wireName());
            value(structure.value(member.index()));
        }
        out.writeEndObject();
    }

    private void list(List<?> list) throws IOException {
        out.writeStartArray(list, list.size());
        for (Object each : list) {
            value(each);
        }
        out.writeEndArray();
    }

    private void map(Map<?, ?> map) throws IOException {
        out.writeStartObject(map, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName(String.valueOf(entry.getKey()));
            value(entry.getValue());
        }
        out.writeEndObject();
    }

    private void timestamp(Instant instant) throws IOException {
        out.writeTag(TIMESTAMP);
        if (Timestamps.isWhole(instant)) {
            out.writeNumber(instant.getEpochSecond());
        } else {
            out.writeNumber(instant.toEpochMilli() / 1000.0);
        }
    }
}
