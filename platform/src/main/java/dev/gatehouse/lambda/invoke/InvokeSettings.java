package dev.gatehouse.lambda.invoke;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.response.PacedBody;
import dev.gatehouse.proxy.response.StreamLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Limits of invocations; AWS's values are the defaults.
 *
 * @param synchronousBytes the longest event of a synchronous invocation
 * @param asynchronousBytes the longest event of an asynchronous one
 * @param pace how fast responses may stream
 */
public record InvokeSettings(
        int synchronousBytes, int asynchronousBytes, UnaryOperator<ReadStream<Buffer>> pace) {
    private static final int FREE_BYTES = 6 << 20;

    /** AWS's limits, with responses that stream as fast as they are read. */
    public static final InvokeSettings DEFAULTS =
            new InvokeSettings(6 * 1024 * 1024, 1024 * 1024, UnaryOperator.identity());

    /**
     * The same with responses that stream at a pace behind their first 6 MB ("Response streaming
     * for Lambda functions"). How long nothing may come is the function's timeout alone.
     *
     * @param bytesASecond 0 for as fast as they are read
     */
    public InvokeSettings streaming(long bytesASecond, Clock clock) {
        StreamLimits limits = new StreamLimits(FREE_BYTES, bytesASecond, Duration.ZERO);
        return bytesASecond == 0
                ? this
                : new InvokeSettings(
                        synchronousBytes,
                        asynchronousBytes,
                        body -> PacedBody.of(body, limits, () -> {}, clock));
    }
}
