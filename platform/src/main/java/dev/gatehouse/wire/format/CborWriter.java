package dev.gatehouse.wire.format;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes structures as CBOR (RFC 8949): maps by wire name, moments as tag 1. */
public final class CborWriter {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int FLOAT = 0xfa;
    private static final int DOUBLE = 0xfb;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /** A structure, or a tree of maps, lists and values. */
    public static byte[] write(Object value) {
        CborWriter writer = new CborWriter();
        writer.value(value);
        return writer.out.toByteArray();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write(NULL);
            case Structure structure -> structure(structure);
            case Boolean bool -> out.write(bool ? TRUE : FALSE);
            case Integer number -> whole(number);
            case Long number -> whole(number);
            case Float number -> {
                out.write(FLOAT);
                out.writeBytes(ByteBuffer.allocate(4).putFloat(number).array());
            }
            case Double number -> decimal(number);
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                head(TEXT, utf8.length);
                out.writeBytes(utf8);
            }
            case byte[] blob -> {
                head(BYTES, blob.length);
                out.writeBytes(blob);
            }
            case Instant moment -> moment(moment);
            case List<?> list -> {
                head(LIST, list.size());
                list.forEach(this::value);
            }
            case Map<?, ?> map -> {
                head(MAP, map.size());
                map.forEach(
                        (key, entry) -> {
                            value(String.valueOf(key));
                            value(entry);
                        });
            }
            default -> throw new IllegalStateException("no CBOR for " + value.getClass());
        }
    }

    private void structure(Structure structure) {
        List<Member> present =
                structure.shape().members().stream()
                        .filter(member -> structure.has(member.index()))
                        .toList();
        head(MAP, present.size());
        for (Member member : present) {
            value(member.wireName());
            value(structure.value(member.index()));
        }
    }

    private void moment(Instant moment) {
        head(TAG, 1);
        if (Timestamps.isWhole(moment)) {
            whole(moment.getEpochSecond());
        } else {
            decimal(moment.toEpochMilli() / 1000.0);
        }
    }

    private void whole(long number) {
        if (number >= 0) {
            head(UNSIGNED, number);
        } else {
            head(NEGATIVE, -1 - number);
        }
    }

    private void decimal(double number) {
        out.write(DOUBLE);
        out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    }

    private void head(int major, long argument) {
        int high = major << 5;
        if (argument < 24) {
            out.write(high | (int) argument);
        } else if (argument <= 0xff) {
            out.write(high | 24);
            out.write((int) argument);
        } else if (argument <= 0xffff) {
            out.write(high | 25);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) argument).array());
        } else if (argument <= 0xffff_ffffL) {
            out.write(high | 26);
            out.writeBytes(ByteBuffer.allocate(4).putInt((int) argument).array());
        } else {
            out.write(high | 27);
            out.writeBytes(ByteBuffer.allocate(8).putLong(argument).array());
        }
    }
}
