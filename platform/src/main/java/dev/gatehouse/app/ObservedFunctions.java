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
import dev.gatehouse.observe.Observation;
import dev.gatehouse.observe.Outcome;
import dev.gatehouse.observe.TraceContext;
import dev.gatehouse.observe.Traces;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts, times and traces what functions are asked, on the way to them. */
final class ObservedFunctions {
    private static final int THROTTLED = 429;

    private final Metrics metrics;
    private final @Nullable Traces traces;
    private final Clock clock;

    ObservedFunctions(Observation observation, Clock clock) {
        this.metrics = observation.metrics();
        this.traces = observation.traces();
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
        metrics.invoking();
        TraceContext span = traces == null ? null : traces.begin(invocation.traceHeader());
        Invocation traced = span == null ? invocation : invocation.withTrace(span.header());
        try {
            return functions
                    .apply(traced)
                    .onComplete(
                            done ->
                                    ended(
                                            traced,
                                            type,
                                            span,
                                            outcome(done.result(), done.cause()),
                                            clock.nanoTime() - begun));
        } catch (RuntimeException rejected) {
            ended(traced, type, span, outcome(null, rejected), clock.nanoTime() - begun);
            throw rejected;
        }
    }

    private void ended(
            Invocation invocation,
            InvocationType type,
            @Nullable TraceContext span,
            Outcome outcome,
            long nanos) {
        String function = name(invocation);
        metrics.invoked(function, label(type), outcome, nanos);
        if (traces != null && span != null) {
            String id = invocation.requestId().value();
            traces.invoked(span, function, id, label(type), outcome, nanos);
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
