package dev.gatehouse.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Whether a function's answer in format 2.0 is a structured one: an object with a {@code
 * statusCode}.
 */
public final class StatusCodes {
    private static final JsonFactory JSON = new JsonFactory();

    private StatusCodes() {}

    public static boolean present(Buffer payload) {
        try (JsonParser parser = JSON.createParser(payload.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("statusCode")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }
}
