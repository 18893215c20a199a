package dev.gatehouse.lambda.schedule;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.lambda.runtimeapi.RuntimeEvent;
import io.vertx.core.Promise;

/** An event that was admitted: it holds its place in the concurrency until it is answered. */
final class Assignment {
    private final Order order;
    private final FunctionConcurrency concurrency;
    private final boolean sharedPlace;
    private final Promise<Outcome> promise;

    /**
     * @throws dev.gatehouse.kernel.ServiceException when the function has no place left
     */
    Assignment(Order order, FunctionConcurrency concurrency, Promise<Outcome> promise) {
        this.order = order;
        this.concurrency = concurrency;
        this.sharedPlace = concurrency.admit();
        this.promise = promise;
    }

    String requestId() {
        return order.requestId();
    }

    boolean wantsLogTail() {
        return order.details().logTail();
    }

    /** The event as the runtime gets it. */
    RuntimeEvent event(long deadlineMillis) {
        String trace = order.details().traceHeader();
        return new RuntimeEvent(
                order.requestId(),
                order.payload(),
                deadlineMillis,
                order.invokedFunctionArn(),
                TraceHeader.complete(trace == null ? TraceHeader.root(deadlineMillis) : trace),
                order.details().clientContext(),
                order.details().cognitoIdentity());
    }

    /** Answers the caller. Exactly one of this and {@link #refuse} is called, once. */
    void complete(Outcome outcome) {
        concurrency.release(sharedPlace);
        promise.complete(outcome);
    }

    /** Tells the caller that Lambda itself could not run it. */
    void refuse(Throwable reason) {
        concurrency.release(sharedPlace);
        promise.fail(reason);
    }
}
