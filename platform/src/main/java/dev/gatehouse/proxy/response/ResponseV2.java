package dev.gatehouse.proxy.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads function responses in format 2.0 ("Create AWS Lambda proxy integrations for HTTP APIs",
 * "Response payload format" of function URLs).
 */
public final class ResponseV2 {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private ResponseV2() {}

    /**
     * A response. One without a status code, JSON or not, is the body itself: observed on AWS,
     * which promises it for JSON only; a JSON string is the text it stands for. The usual response
     * has a status code, so the rest is looked at only when reading that failed.
     *
     * @throws MalformedResponseException when it has a status code and breaks the format
     */
    public static Response read(Buffer payload) {
        ProxyResponse read = structured(payload);
        return read == null ? whole(payload) : read.http(read.withCookies());
    }

    /**
     * The same of a function URL, which says of every body that it is JSON unless the function says
     * otherwise, and remaps headers as REST APIs do: both recorded from AWS.
     */
    public static Response url(Buffer payload) {
        ProxyResponse read = structured(payload);
        return read == null ? whole(payload) : read.url();
    }

    private static Response whole(Buffer payload) {
        MultiMap headers = HttpHeaders.headers();
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        return new Response(OK, headers, Body.of(body(payload)));
    }

    /** The response, when it is an object with a status code; null when it is not. */
    private static @Nullable ProxyResponse structured(Buffer payload) {
        MalformedResponseException malformed = null;
        try {
            ProxyResponse read = ProxyResponseReader.read(payload);
            if (read.status != 0) {
                return read;
            }
        } catch (MalformedResponseException reason) {
            malformed = reason;
        }
        if (hasStatusCode(payload)) {
            throw malformed == null
                    ? new MalformedResponseException("statusCode is null")
                    : malformed;
        }
        return null;
    }

    private static boolean hasStatusCode(Buffer payload) {
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

    private static Buffer body(Buffer payload) {
        try (JsonParser parser = JSON.createParser(payload.getBytes())) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                return parser.nextToken() == null ? Buffer.buffer(text) : payload;
            }
            return payload;
        } catch (IOException notJson) {
            return payload;
        }
    }
}
