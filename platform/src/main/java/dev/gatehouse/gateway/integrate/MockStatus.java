package dev.gatehouse.gateway.integrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.gatehouse.gateway.call.Rejection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the status out of what a MOCK request template yields. AWS is lenient here, and tools count
 * on it: the CDK writes {@code { statusCode: 200 }}.
 */
public final class MockStatus {
    private static final JsonFactory LENIENT =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build();

    private static final int REMEMBERED = 1_000;
    private static final int LONGEST = 256;

    /** Most templates yield the same text for every request. */
    private static final Map<String, Integer> KNOWN = new ConcurrentHashMap<>();

    private MockStatus() {}

    /**
     * The integer {@code statusCode} of an object.
     *
     * @throws Rejection when there is none
     */
    public static int read(String yielded) {
        Integer known = KNOWN.get(yielded);
        if (known != null) {
            return known;
        }
        int status = parse(yielded);
        if (yielded.length() <= LONGEST) {
            if (KNOWN.size() >= REMEMBERED) {
                KNOWN.clear();
            }
            KNOWN.put(yielded, status);
        }
        return status;
    }

    private static int parse(String yielded) {
        try (JsonParser parser = LENIENT.createParser(yielded)) {
            Integer status = null;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Rejection.misconfigured();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("statusCode");
                JsonToken token = parser.nextToken();
                if (wanted && token == JsonToken.VALUE_NUMBER_INT) {
                    status = parser.getIntValue();
                }
                parser.skipChildren();
            }
            if (status == null) {
                throw Rejection.misconfigured();
            }
            return status;
        } catch (IOException notJson) {
            throw Rejection.misconfigured();
        }
    }
}
