package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.kernel.Arn;
import io.vertx.core.Future;

/** Where asynchronous events go that a caller may send. */
@FunctionalInterface
public interface AcceptedEvents {

    /**
     * Keeps an event until it has ended. Never blocks.
     *
     * @param function its function's ARN, without a qualifier
     * @return done once a kill of the node cannot lose the event any more; fails with a {@link
     *     dev.gatehouse.kernel.ServiceException} when it cannot be kept
     */
    Future<Void> accept(Invocation invocation, Arn function);
}
