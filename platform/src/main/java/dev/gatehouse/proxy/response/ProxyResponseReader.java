package dev.gatehouse.proxy.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a function's response to a proxy integration in one pass over its bytes. */
final class ProxyResponseReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_STATUS = 599;
    private static final int MIN_STATUS = 200;

    private ProxyResponseReader() {}

    /**
     * Reads the response.
     *
     * @throws MalformedResponseException when it is no JSON object or a member is not of its type
     */
    static ProxyResponse read(Buffer payload) {
        try (JsonParser parser = JSON.createParser(payload.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedResponseException("not an object");
            }
            ProxyResponse response = new ProxyResponse();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                response.members++;
                member(parser, parser.currentName(), response);
            }
            return response;
        } catch (IOException | IllegalArgumentException broken) {
            // IllegalArgumentException: a header with a line break or the like in its name or
            // value.
            throw new MalformedResponseException(String.valueOf(broken.getMessage()));
        }
    }

    private static void member(JsonParser parser, String name, ProxyResponse response)
            throws IOException {
        JsonToken token = parser.nextToken();
        switch (name) {
            case "statusCode" -> response.status = status(parser, token);
            case "headers" -> headers(parser, token, response);
            case "multiValueHeaders" ->
                    multiValueHeaders(parser, token, response.multiValueHeaders);
            case "cookies" -> cookies(parser, token, response);
            case "body" -> response.body = body(parser, token);
            case "isBase64Encoded" -> response.base64 = bool(token);
            default -> {
                response.unknownMember = true;
                parser.skipChildren();
            }
        }
    }

    private static int status(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return 0;
        }
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
            throw new MalformedResponseException("statusCode is no integer");
        }
        int status = Integer.parseInt(parser.getText());
        if (status < MIN_STATUS || status > MAX_STATUS) {
            throw new MalformedResponseException("statusCode is out of range");
        }
        return status;
    }

    private static void headers(JsonParser parser, JsonToken token, ProxyResponse response)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(token == JsonToken.START_OBJECT, "headers");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_NULL) {
                response.header(name, value(parser, value));
            }
        }
    }

    private static void multiValueHeaders(JsonParser parser, JsonToken token, MultiMap headers)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(token == JsonToken.START_OBJECT, "multiValueHeaders");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken values = parser.nextToken();
            if (values == JsonToken.VALUE_NULL) {
                continue;
            }
            expect(values == JsonToken.START_ARRAY, "multiValueHeaders");
            for (JsonToken item = parser.nextToken();
                    item != JsonToken.END_ARRAY;
                    item = parser.nextToken()) {
                if (item != JsonToken.VALUE_NULL) {
                    headers.add(name, value(parser, item));
                }
            }
        }
    }

    private static void cookies(JsonParser parser, JsonToken token, ProxyResponse response)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(token == JsonToken.START_ARRAY, "cookies");
        for (JsonToken item = parser.nextToken();
                item != JsonToken.END_ARRAY;
                item = parser.nextToken()) {
            expect(item == JsonToken.VALUE_STRING, "cookies");
            response.cookies.add(parser.getText());
        }
    }

    /** Numbers and booleans are taken as the text they are written with. */
    private static String value(JsonParser parser, JsonToken token) throws IOException {
        expect(token.isScalarValue(), "a header");
        return parser.getText();
    }

    private static @Nullable String body(JsonParser parser, JsonToken token) throws IOException {
        expect(token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL, "body");
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private static boolean bool(JsonToken token) {
        expect(token.isBoolean() || token == JsonToken.VALUE_NULL, "isBase64Encoded");
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(boolean fits, String member) {
        if (!fits) {
            throw new MalformedResponseException(member + " is of the wrong type");
        }
    }
}
