package dev.gatehouse.wire;

import io.vertx.core.Future;

/**
 * An operation that waits without blocking a thread, so that calls of it can be served on event
 * loops.
 *
 * @param <I> the operation's input view
 * @param <O> the operation's output view
 */
@FunctionalInterface
public interface FutureHandler<I, O> {

    /**
     * Begins. The rejection is thrown, or fails the future: a {@link
     * dev.gatehouse.kernel.ServiceException}, in AWS's terms.
     */
    Future<O> handle(RequestContext context, I input);
}
