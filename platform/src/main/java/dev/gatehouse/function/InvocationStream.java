package dev.gatehouse.function;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A function's response as it comes.
 *
 * @param status 200 for a response, 204 for a dry run
 * @param executedVersion the version that runs: {@code $LATEST} or a number
 * @param contentType what the runtime says of it; {@code
 *     application/vnd.awslambda.http-integration-response} announces a JSON prelude (status,
 *     headers, cookies) that eight NUL bytes end
 * @param payload paused, and read on the event loop on which it is first resumed; it ends, and does
 *     not break, also where the function fails in the middle
 * @param end complete when the payload ends
 */
public record InvocationStream(
        int status,
        String executedVersion,
        String contentType,
        ReadStream<Buffer> payload,
        Future<InvocationEnd> end) {}
