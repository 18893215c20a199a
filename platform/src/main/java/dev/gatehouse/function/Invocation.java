package dev.gatehouse.function;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function.
 *
 * @param function the function's ARN, with or without a qualifier (version or alias)
 * @param payload the event, JSON
 * @param type how the caller waits
 * @param requestId the id in the function's logs and in the response
 * @param source who calls, for the function's resource policy
 * @param details what only some callers send
 */
public record Invocation(
        Arn function,
        Buffer payload,
        InvocationType type,
        RequestId requestId,
        InvocationSource source,
        InvocationDetails details) {

    /** The X-Ray trace header given to the function, when the caller has one. */
    public @Nullable String traceHeader() {
        return details.traceHeader();
    }

    /** The same, as a part of a trace. */
    public Invocation withTrace(String traceHeader) {
        return new Invocation(
                function, payload, type, requestId, source, details.withTrace(traceHeader));
    }
}
