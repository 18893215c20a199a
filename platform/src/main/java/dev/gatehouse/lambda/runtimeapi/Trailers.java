package dev.gatehouse.lambda.runtimeapi;

import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** What runtimes say after a chunked body. */
final class Trailers {
    private Trailers() {}

    /** The error document of a response that failed half-way: JSON in Base64. */
    static Buffer errorBody(LastHttpContent end, String name) {
        String encoded = end.trailingHeaders().get(name, "");
        try {
            return Buffer.buffer(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException notBase64) {
            return Buffer.buffer(encoded);
        }
    }
}
