package dev.gatehouse.lambda.runtimeapi;

import io.vertx.core.buffer.Buffer;

/** What a runtime says of an event or of its start. */
public sealed interface RuntimeResponse {

    /**
     * The handler returned.
     *
     * @param payload its result
     * @param contentType of the payload; {@code
     *     application/vnd.awslambda.http-integration-response} announces a JSON prelude (status,
     *     headers, cookies) that eight NUL bytes end
     * @param streamed whether the runtime sent it in streaming mode
     */
    record Success(Buffer payload, String contentType, boolean streamed)
            implements RuntimeResponse {}

    /**
     * The handler or the runtime failed.
     *
     * @param errorType the type for logs and metrics, such as {@code Runtime.HandlerNotFound}
     * @param payload the error document
     */
    record Failure(String errorType, Buffer payload) implements RuntimeResponse {

        /** A failure that this node reports in the runtime's place. */
        public static Failure of(String errorType, String message) {
            String json =
                    "{\"errorType\":\"" + errorType + "\",\"errorMessage\":\"" + message + "\"}";
            return new Failure(errorType, Buffer.buffer(json));
        }
    }
}
