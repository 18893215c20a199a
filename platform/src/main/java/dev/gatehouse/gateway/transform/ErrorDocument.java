package dev.gatehouse.gateway.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** What a function that failed says of it. */
public final class ErrorDocument {
    private static final JsonFactory JSON = new JsonFactory();

    private ErrorDocument() {}

    /** The {@code errorMessage} of an error document; empty without one. */
    public static String message(Buffer document) {
        try (JsonParser parser = JSON.createParser(document.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("errorMessage");
                if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException notJson) {
            return "";
        }
    }
}
