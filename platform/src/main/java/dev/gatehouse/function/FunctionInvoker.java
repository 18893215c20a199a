package dev.gatehouse.function;

import io.vertx.core.Future;

/** The way to a function for all callers: the Lambda API, a gateway, an event source. */
public interface FunctionInvoker {

    /**
     * Invokes a function. Never blocks the calling thread. A result, also one that reports an error
     * of the function, succeeds the future; it fails with a {@link
     * dev.gatehouse.kernel.ServiceException} when Lambda itself rejects: no such function, no
     * permission, throttled, payload too large.
     *
     * <p>The future completes on the Vert.x context of the caller when there is one.
     */
    Future<InvocationResult> invoke(Invocation invocation);

    /**
     * Invokes a function and hands its response on as it comes. It fails as {@link #invoke} does,
     * and completes with the response's head: where the function does not stream, that is its end.
     *
     * @param invocation of type request and response, or a dry run
     */
    Future<InvocationStream> stream(Invocation invocation);
}
