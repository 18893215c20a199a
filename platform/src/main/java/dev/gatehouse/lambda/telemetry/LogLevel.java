package dev.gatehouse.lambda.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/** How much a record matters, least first; functions that log JSON say which they keep. */
enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    private static final JsonFactory JSON = new JsonFactory();

    /** The level of a name in any case, Python's among them; INFO for a name that is none. */
    static LogLevel named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE" -> TRACE;
            case "DEBUG" -> DEBUG;
            case "WARN", "WARNING" -> WARN;
            case "ERROR" -> ERROR;
            case "FATAL", "CRITICAL" -> FATAL;
            default -> INFO;
        };
    }

    /** The level a line gives itself: the member {@code level} of a JSON object, else INFO. */
    static LogLevel of(String line) {
        if (!line.startsWith("{")) {
            return INFO;
        }
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean level = parser.currentName().equals("level");
                if (parser.nextToken() == JsonToken.VALUE_STRING && level) {
                    return named(parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException notJson) {
            return INFO;
        }
        return INFO;
    }
}
