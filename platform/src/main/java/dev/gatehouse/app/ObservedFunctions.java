package dev.gatehouse.app;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts and times what functions are asked, on the way to them. */
final class ObservedFunctions {
    private static final int THROTTLED = 429;

    private final Metrics metrics;
    private final Clock clock;

    ObservedFunctions(Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The way to functions for all who call them. */
    FunctionInvoker calls(FunctionInvoker functions) {
        return invocation -> observed(invocation, invocation.type(), functions::invoke);
    }

    /** The way to functions for events that were accepted. */
    EventRuns runs(EventRuns runs) {
        return new EventRuns() {
            @Override
            public Future<InvocationResult> run(Invocation invocation) {
                return observed(invocation, InvocationType.REQUEST_RESPONSE, runs::run);
            }

            @Override
            public boolean isStopped(Arn function) {
                return runs.isStopped(function);
            }
        };
    }

    private Future<InvocationResult> observed(
            Invocation invocation,
            InvocationType type,
            Function<Invocation, Future<InvocationResult>> functions) {
        long begun = clock.nanoTime();
        String function = name(invocation);
        metrics.invoking();
        try {
            return functions
                    .apply(invocation)
                    .onComplete(
                            done ->
                                    metrics.invoked(
                                            function,
                                            label(type),
                                            outcome(done.result(), done.cause()),
                                            clock.nanoTime() - begun));
        } catch (RuntimeException rejected) {
            metrics.invoked(
                    function, label(type), outcome(null, rejected), clock.nanoTime() - begun);
            throw rejected;
        }
    }

    /** {@code function:NAME} or {@code function:NAME:QUALIFIER}. */
    private static String name(Invocation invocation) {
        String[] parts = invocation.function().resource().split(":", 3);
        return parts.length > 1 ? parts[1] : parts[0];
    }

    private static String label(InvocationType type) {
        return switch (type) {
            case REQUEST_RESPONSE -> "RequestResponse";
            case EVENT -> "Event";
            case DRY_RUN -> "DryRun";
        };
    }

    private static Outcome outcome(@Nullable InvocationResult result, @Nullable Throwable failure) {
        if (result != null) {
            return result.functionError() == null ? Outcome.SUCCESS : Outcome.ERROR;
        }
        return failure instanceof ServiceException rejection && rejection.status() == THROTTLED
                ? Outcome.THROTTLE
                : Outcome.REJECTED;
    }
}
