package dev.gatehouse.wire;

/**
 * One operation of a service: plain blocking code, called on a virtual thread with a decoded and
 * validated input.
 *
 * @param <I> the operation's input view
 * @param <O> the operation's output view
 */
@FunctionalInterface
public interface Handler<I, O> {

    /**
     * @throws dev.gatehouse.kernel.ServiceException the operation's rejection, in AWS's terms
     */
    O handle(RequestContext context, I input);
}
