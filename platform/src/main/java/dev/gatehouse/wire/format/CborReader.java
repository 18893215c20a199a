package dev.gatehouse.wire.format;

import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.gatehouse.kernel.Nesting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads CBOR (RFC 8949) as maps, lists, strings, byte arrays, numbers, booleans and, for tag 1,
 * timestamps. No length is believed beyond the bytes that are there.
 */
public final class CborReader {
    private static final int TIMESTAMP = 1;
    private static final CBORFactory CBOR =
            CBORFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Nesting.DEEPEST)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final CBORParser parser;

    private CborReader(CBORParser parser) {
        this.parser = parser;
    }

    /** Reads one data item; null for CBOR's null and undefined. */
    public static @Nullable Object read(byte[] cbor) {
        try (CBORParser parser = CBOR.createParser(cbor)) {
            Object value = new CborReader(parser).item(parser.nextToken());
            if (parser.nextToken() != null) {
                throw new MalformedException("Unexpected content after the end of the CBOR item");
            }
            return value;
        } catch (StreamConstraintsException beyond) {
            throw new MalformedException("The CBOR is nested too deeply");
        } catch (IOException broken) {
            throw new MalformedException("Unable to parse the request body as CBOR");
        }
    }

    private @Nullable Object item(@Nullable JsonToken token) throws IOException {
        boolean timestamp = parser.getCurrentTag() == TIMESTAMP;
        return switch (token) {
            case VALUE_NUMBER_INT -> timestamp ? timestamp() : whole();
            case VALUE_NUMBER_FLOAT -> timestamp ? timestamp() : (Object) parser.getDoubleValue();
            case VALUE_NULL -> null;
            case VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_STRING,
                    VALUE_EMBEDDED_OBJECT,
                    START_ARRAY,
                    START_OBJECT -> {
                if (timestamp) {
                    throw new MalformedException("A CBOR timestamp is not a number");
                }
                yield plain(token);
            }
            case null, default ->
                    throw new MalformedException("Unable to parse the request body as CBOR");
        };
    }

    private Object plain(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_EMBEDDED_OBJECT -> parser.getBinaryValue();
            case START_ARRAY -> list();
            case START_OBJECT -> map();
            default -> parser.getBooleanValue();
        };
    }

    private Object timestamp() throws IOException {
        return Timestamps.ofEpochSeconds(parser.getDoubleValue());
    }

    private Object whole() throws IOException {
        if (parser.getNumberType() == NumberType.BIG_INTEGER) {
            throw new MalformedException("A CBOR number is out of range");
        }
        return parser.getLongValue();
    }

    private List<@Nullable Object> list() throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
                next != JsonToken.END_ARRAY;
                next = parser.nextToken()) {
            list.add(item(next));
        }
        return list;
    }

    private Map<String, @Nullable Object> map() throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            map.put(key, item(parser.nextToken()));
        }
        return map;
    }
}
