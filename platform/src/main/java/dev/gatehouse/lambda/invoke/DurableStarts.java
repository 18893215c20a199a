package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.FunctionVersion;
import io.vertx.core.Future;

/** Where calls of durable functions go: each begins an execution, or joins one. */
@FunctionalInterface
public interface DurableStarts {

    /**
     * Begins an execution that keeps to a version. Never blocks.
     *
     * @return of an event as soon as a kill of the node cannot lose it any more, of another call at
     *     the end of the execution; fails with a {@link dev.gatehouse.kernel.ServiceException} when
     *     none can be begun
     */
    Future<InvocationResult> begin(FunctionVersion version, Invocation invocation);
}
