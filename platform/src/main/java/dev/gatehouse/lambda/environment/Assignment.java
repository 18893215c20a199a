package dev.gatehouse.lambda.environment;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import dev.gatehouse.lambda.runtimeapi.RuntimeEvent;
import dev.gatehouse.lambda.telemetry.FunctionTrace;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * An event that was admitted: it holds its place in the concurrency until its caller has a
 * response.
 */
public final class Assignment {
    private final Order order;
    private final Promise<Outcome> promise;
    private final Runnable release;
    private volatile long waitsSinceNanos;
    private @Nullable FunctionTrace trace;

    /**
     * @param release gives the event's place in the concurrency back
     */
    public Assignment(Order order, Promise<Outcome> promise, Runnable release) {
        this.order = order;
        this.promise = promise;
        this.release = release;
    }

    /** No environment was idle: it waits from this time of the clock. */
    public void waits(long nowNanos) {
        waitsSinceNanos = nowNanos;
    }

    /** When it began to wait, if it does; from any thread. */
    public long waitsSinceNanos() {
        return waitsSinceNanos;
    }

    String requestId() {
        return order.requestId();
    }

    /** Its segments, once it is an {@link #event}; null where its trace is not sampled. */
    @Nullable FunctionTrace trace() {
        return trace;
    }

    /** The tenant that it is for. */
    @Nullable String tenantId() {
        return order.details().tenantId();
    }

    /** The ARN that its caller named. */
    String invoked() {
        return order.invokedFunctionArn();
    }

    boolean wantsLogTail() {
        return order.details().logTail();
    }

    /** What takes its response as it comes; null when its caller takes it whole. */
    @Nullable ResponseStream stream() {
        return order.stream();
    }

    /**
     * The event as the runtime gets it.
     *
     * @param nowMillis the time, which a new trace's id begins with
     * @param lineage what the function is called in lineages of traces
     * @param traced whether it samples traces that nobody decided on
     */
    RuntimeEvent event(long nowMillis, long deadlineMillis, String lineage, boolean traced) {
        String given = order.details().traceHeader();
        String whole =
                TraceHeader.complete(
                        given == null ? TraceHeader.root(nowMillis) : given, lineage, traced);
        trace = FunctionTrace.of(whole, given);
        return new RuntimeEvent(
                order.requestId(),
                order.payload(),
                deadlineMillis,
                order.invokedFunctionArn(),
                trace == null ? whole : TraceHeader.under(whole, trace.spanId()),
                order.details().clientContext(),
                order.details().cognitoIdentity(),
                order.details().tenantId());
    }

    /** Gives the caller its response. Exactly one of this and {@link #reject} is called, once. */
    void complete(Outcome outcome) {
        release.run();
        promise.complete(outcome);
    }

    /** Tells the caller that Lambda itself could not run it. */
    public void reject(Throwable reason) {
        release.run();
        promise.fail(reason);
    }
}
