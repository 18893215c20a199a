package dev.gatehouse.wire;

import dev.gatehouse.identity.sigv4.verify.PayloadStream;

/**
 * An operation that takes its payload as it comes, so that it never stands whole in memory. The
 * member of the input that would hold it is absent.
 *
 * @param <I> the operation's input view
 * @param <O> the operation's output view
 */
@FunctionalInterface
public interface StreamHandler<I, O> {

    /**
     * @param payload to be read to its end: only there is it known to be what was signed
     * @throws dev.gatehouse.kernel.ServiceException the operation's rejection, in AWS's terms
     */
    O handle(RequestContext context, I input, PayloadStream payload);
}
