package dev.gatehouse.lambda.invoke;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What may be sent to a function. */
final class Payloads {
    /** Lambda reads with Jackson too, and shows its users Jackson's messages. */
    private static final JsonFactory JSON = new JsonFactory();

    private static final Buffer EMPTY_EVENT = Buffer.buffer("{}");

    private Payloads() {}

    /** An invocation without a body has an empty object as its event. */
    static Buffer orEmptyEvent(Buffer payload) {
        return payload.length() == 0 ? EMPTY_EVENT : payload;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException unless the payload is one JSON value
     */
    static void check(Buffer payload) {
        try (JsonParser parser = JSON.createParser(payload.getBytes())) {
            int depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            if (depth != 0) {
                throw InvocationErrors.notJson("Unexpected end-of-input");
            }
        } catch (JsonProcessingException e) {
            throw InvocationErrors.notJson(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }
}
