package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.InvocationEnd;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.lambda.environment.Outcome;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.function.UnaryOperator;

/**
 * One invocation whose caller takes the response as it comes. A function that does not stream, or
 * fails before its first byte, responds with its end.
 */
final class StreamedRun {
    private static final String JSON = "application/json";
    private static final Buffer NOTHING = Buffer.buffer();

    private final String version;
    private final UnaryOperator<ReadStream<Buffer>> pace;
    private final ResponseStream response = new ResponseStream();
    private final Promise<Outcome> outcome = Promise.promise();
    private final Promise<InvocationEnd> end = Promise.promise();
    private final Promise<InvocationStream> begun;

    /**
     * @param pace how fast its response may go
     */
    StreamedRun(String version, UnaryOperator<ReadStream<Buffer>> pace) {
        ContextInternal context = ContextInternal.current();
        this.version = version;
        this.pace = pace;
        this.begun = context == null ? Promise.promise() : context.promise();
        response.head().future().onSuccess(type -> begun.complete(stream(200, type)));
        outcome.future().onComplete(this::ended, this::rejected);
    }

    /** What the environment writes to. */
    ResponseStream response() {
        return response;
    }

    /** What is completed once the event has ended. */
    Promise<Outcome> outcome() {
        return outcome;
    }

    Future<InvocationStream> begun() {
        return begun.future();
    }

    /** A dry run of a version. */
    static Future<InvocationStream> dry(String version) {
        StreamedRun run = new StreamedRun(version, UnaryOperator.identity());
        run.end.complete(new InvocationEnd(null, NOTHING, null));
        run.response.end();
        return Future.succeededFuture(run.stream(204, JSON));
    }

    /** What came of a call that has no parts, such as a durable execution. */
    static InvocationStream whole(InvocationResult result) {
        StreamedRun run = new StreamedRun(result.executedVersion(), UnaryOperator.identity());
        boolean failed = result.functionError() != null;
        if (!failed) {
            run.response.add(result.payload());
        }
        run.end.complete(
                new InvocationEnd(
                        result.functionError(), failed ? result.payload() : NOTHING, null));
        run.response.end();
        return run.stream(result.status(), JSON);
    }

    private InvocationStream stream(int status, String contentType) {
        return new InvocationStream(
                status, version, contentType, pace.apply(response), end.future());
    }

    private void ended(Outcome ended) {
        boolean streamed = response.head().future().isComplete();
        if (!streamed && !ended.failed()) {
            response.add(ended.payload());
        }
        end.complete(
                new InvocationEnd(
                        ended.failed() ? "Unhandled" : null,
                        ended.failed() ? ended.payload() : NOTHING,
                        ended.logTail()));
        response.end();
        if (!streamed) {
            begun.complete(stream(200, JSON));
        }
    }

    /** Lambda itself could not run it, or not to its end. */
    private void rejected(Throwable reason) {
        end.fail(reason);
        response.end();
        begun.tryFail(reason);
    }
}
