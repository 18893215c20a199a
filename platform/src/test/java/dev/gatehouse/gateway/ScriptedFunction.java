package dev.gatehouse.gateway;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function in this process: it keeps the last event and answers what it was told. */
final class ScriptedFunction implements FunctionInvoker {
    private final AtomicReference<@Nullable Invocation> last = new AtomicReference<>();
    private volatile Function<Invocation, Future<InvocationResult>> script =
            unused -> respond("{\"statusCode\":200}");

    static Future<InvocationResult> respond(String payload) {
        return Future.succeededFuture(
                new InvocationResult(200, Buffer.buffer(payload), null, "$LATEST", null));
    }

    static Future<InvocationResult> functionError(String payload) {
        return Future.succeededFuture(
                new InvocationResult(200, Buffer.buffer(payload), "Unhandled", "$LATEST", null));
    }

    ScriptedFunction responses(String payload) {
        script = unused -> respond(payload);
        return this;
    }

    ScriptedFunction does(Function<Invocation, Future<InvocationResult>> what) {
        script = what;
        return this;
    }

    Invocation last() {
        Invocation invocation = last.get();
        if (invocation == null) {
            throw new AssertionError("the function was not called");
        }
        return invocation;
    }

    boolean called() {
        return last.get() != null;
    }

    @Override
    public Future<InvocationResult> invoke(Invocation invocation) {
        last.set(invocation);
        return script.apply(invocation);
    }

    @Override
    public Future<InvocationStream> stream(Invocation invocation) {
        throw new UnsupportedOperationException("nobody asks for a stream here");
    }
}
