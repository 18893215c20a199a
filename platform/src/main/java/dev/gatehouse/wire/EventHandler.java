package dev.gatehouse.wire;

import dev.gatehouse.http.Body;

/**
 * An operation that responds with a stream of events: plain blocking code up to the stream's begin.
 *
 * @param <I> the operation's input view
 * @param <O> the operation's output view
 */
@FunctionalInterface
public interface EventHandler<I, O> {

    /**
     * @throws dev.gatehouse.kernel.ServiceException the operation's rejection, in AWS's terms
     */
    Events<O> handle(RequestContext context, I input);

    /**
     * @param head the output without its events
     * @param events the framed events
     * @param <O> the operation's output view
     */
    record Events<O>(O head, Body events) {}
}
