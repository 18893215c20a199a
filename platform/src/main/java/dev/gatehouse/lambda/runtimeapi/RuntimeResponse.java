package dev.gatehouse.lambda.runtimeapi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a runtime says of an event or of its start. */
public sealed interface RuntimeResponse {

    /**
     * The handler returned.
     *
     * @param payload its result
     * @param contentType of the payload
     */
    record Success(Buffer payload, String contentType) implements RuntimeResponse {}

    /**
     * The handler's response went to its caller as it came, and has ended.
     *
     * @param bytes how long it was
     * @param failure what the runtime said behind the last byte; null when nothing went wrong
     */
    record Streamed(long bytes, @Nullable Failure failure) implements RuntimeResponse {}

    /**
     * The handler or the runtime failed.
     *
     * @param errorType the type for logs and metrics, such as {@code Runtime.HandlerNotFound}
     * @param payload the error document
     */
    record Failure(String errorType, Buffer payload) implements RuntimeResponse {

        /** The response is longer than it may be. */
        static Failure tooLong(long maxBytes) {
            return of(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size ("
                            + maxBytes
                            + " bytes).");
        }

        /** A failure that this node reports in the runtime's place. */
        public static Failure of(String errorType, String message) {
            String json =
                    "{\"errorType\":\"" + errorType + "\",\"errorMessage\":\"" + message + "\"}";
            return new Failure(errorType, Buffer.buffer(json));
        }
    }
}
