package dev.gatehouse.lambda.runtimeapi;

import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What runtimes say after a chunked body. */
final class Trailers {
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

    private Trailers() {}

    /** The failure of a response that failed half-way; null of one that did not. */
    static RuntimeResponse.@Nullable Failure failure(LastHttpContent end) {
        String type = end.trailingHeaders().get(ERROR_TYPE);
        return type == null || type.isEmpty()
                ? null
                : new RuntimeResponse.Failure(type, errorBody(end));
    }

    /** The error document: JSON in Base64. */
    private static Buffer errorBody(LastHttpContent end) {
        String encoded = end.trailingHeaders().get(ERROR_BODY, "");
        try {
            return Buffer.buffer(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException notBase64) {
            return Buffer.buffer(encoded);
        }
    }
}
