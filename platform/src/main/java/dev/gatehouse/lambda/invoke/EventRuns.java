package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.plan.EventOutlook;
import io.vertx.core.Future;

/** How accepted events are run. */
public interface EventRuns {

    /**
     * Runs an event in the version that its name means now. Never blocks.
     *
     * @return what the function made of it; fails when Lambda could not run it
     */
    Future<InvocationResult> run(Invocation invocation);

    /** What is to become of an event that was sent to this ARN, as things are now. */
    EventOutlook outlook(Arn invoked);

    /** Whether nothing of a function may run, which AWS does not wait for to change. */
    boolean isStopped(Arn function);

    /** An event goes to its function for the first time, so long after it was accepted. */
    default void began(Arn invoked, long ageMillis) {}

    /** An event ended without the function's having taken it. */
    default void dropped(Arn invoked) {}
}
