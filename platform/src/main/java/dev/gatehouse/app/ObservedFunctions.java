package dev.gatehouse.app;

import dev.gatehouse.app.services.InsightMetrics;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.SegmentSink;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.Delivery;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.PlatformListener;
import dev.gatehouse.observe.FunctionMetrics;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.Observation;
import dev.gatehouse.observe.Outcome;
import dev.gatehouse.observe.RequestLines;
import dev.gatehouse.observe.TraceContext;
import dev.gatehouse.observe.Traces;
import io.vertx.core.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts, times and traces what functions are asked, on the way to them, and what is told of their
 * environments.
 */
final class ObservedFunctions implements PlatformListener {
    private static final int THROTTLED = 429;

    private final Metrics metrics;
    private final FunctionMetrics measured;
    private final @Nullable Traces traces;
    private final @Nullable RequestLines lines;
    private final @Nullable InsightMetrics insights;
    private final Clock clock;

    /**
     * @param insights hears what each event took; null where that is not wanted
     */
    ObservedFunctions(Observation observation, @Nullable InsightMetrics insights, Clock clock) {
        this.metrics = observation.metrics();
        this.measured = observation.functions();
        this.traces = observation.traces();
        this.lines = observation.lines();
        this.insights = insights;
        this.clock = clock;
    }

    @Override
    public void happened(FunctionVersion version, PlatformEvent event) {
        switch (event) {
            case PlatformEvent.InitReport start ->
                    metrics.started(
                            version.name(),
                            start.completion().status().label(),
                            start.durationNanos());
            case PlatformEvent.Report done -> ran(version, done);
            case PlatformEvent.LogsDropped dropped -> metrics.droppedLogs(dropped.droppedBytes());
            case PlatformEvent.InitStart _,
                    PlatformEvent.InitRuntimeDone _,
                    PlatformEvent.RestoreStart _,
                    PlatformEvent.RestoreRuntimeDone _,
                    PlatformEvent.RestoreReport _,
                    PlatformEvent.Start _,
                    PlatformEvent.RuntimeDone _,
                    PlatformEvent.End _,
                    PlatformEvent.Fault _,
                    PlatformEvent.Extension _,
                    PlatformEvent.TelemetrySubscription _,
                    PlatformEvent.LogsSubscription _ -> {}
        }
    }

    private void ran(FunctionVersion version, PlatformEvent.Report done) {
        String function = version.name();
        String status = done.completion().status().label();
        metrics.ran(function, status, done.durationNanos());
        measured.ran(invoked(version, done.invoked()), done.durationNanos());
        if (insights != null) {
            insights.ran(version, done);
        }
        if (lines != null) {
            lines.ran(done.requestId(), function, status, done.durationNanos(), done.initNanos());
        }
    }

    /** Who hears of segments: X-Ray, and the collector of traces where there is one. */
    SegmentSink segments(SegmentSink xray) {
        Traces collector = traces;
        return collector == null
                ? xray
                : (account, region, document) -> {
                    xray.take(account, region, document);
                    collector.segment(document);
                };
    }

    /** Most callers name no qualifier: then nothing has to be read. */
    private static Arn invoked(FunctionVersion version, String named) {
        Arn function = version.function();
        return named.endsWith(function.resource()) ? function : Arn.parse(named).orElse(function);
    }

    /** The way to functions for all who call them. */
    FunctionInvoker calls(FunctionInvoker functions) {
        return new FunctionInvoker() {
            @Override
            public Future<InvocationResult> invoke(Invocation invocation) {
                return observed(
                        invocation,
                        invocation.type(),
                        functions::invoke,
                        ObservedFunctions::responded);
            }

            @Override
            public Future<InvocationStream> stream(Invocation invocation) {
                return observed(
                        invocation,
                        invocation.type(),
                        functions::stream,
                        ObservedFunctions::streamed);
            }
        };
    }

    /** The way to functions for events that were accepted. */
    EventRuns runs(EventRuns runs) {
        return new EventRuns() {
            @Override
            public Future<InvocationResult> run(Invocation invocation) {
                return observed(
                        invocation,
                        InvocationType.REQUEST_RESPONSE,
                        runs::run,
                        ObservedFunctions::responded);
            }

            @Override
            public void began(Arn invoked, long ageMillis) {
                measured.waited(invoked, ageMillis);
            }

            @Override
            public void dropped(Arn invoked) {
                measured.counted(invoked, FunctionMetrics.Counted.ASYNC_EVENTS_DROPPED);
            }

            @Override
            public EventOutlook outlook(Arn invoked) {
                return runs.outlook(invoked);
            }

            @Override
            public boolean isStopped(Arn function) {
                return runs.isStopped(function);
            }
        };
    }

    /** What came of an event could not be delivered. */
    void undelivered(Delivery delivery) {
        Arn function = Arn.parse(delivery.function()).orElseThrow();
        switch (delivery.kind()) {
            case SUCCESS, FAILURE ->
                    measured.counted(
                            function, FunctionMetrics.Counted.DESTINATION_DELIVERY_FAILURES);
            case DEAD_LETTER ->
                    measured.counted(function, FunctionMetrics.Counted.DEAD_LETTER_ERRORS);
            case STATUS_CHANGE -> {}
        }
    }

    private static void responded(InvocationResult result, Consumer<Outcome> over) {
        over.accept(outcome(result.functionError()));
    }

    /** What streams is over when the last byte of it is there. */
    private static void streamed(InvocationStream stream, Consumer<Outcome> over) {
        stream.end()
                .onComplete(
                        end -> over.accept(outcome(end.functionError())),
                        rejected -> over.accept(outcome(rejected)));
    }

    /**
     * @param over tells how a response ended once it has
     */
    private <T> Future<T> observed(
            Invocation invocation,
            InvocationType type,
            Function<Invocation, Future<T>> functions,
            BiConsumer<T, Consumer<Outcome>> over) {
        long begun = clock.nanoTime();
        metrics.invoking();
        if (type == InvocationType.REQUEST_RESPONSE) {
            measured.begun(invocation.function());
        }
        TraceContext span = traces == null ? null : traces.begin(invocation.traceHeader());
        Invocation traced = span == null ? invocation : invocation.withTrace(span.header());
        if (lines != null && type == InvocationType.REQUEST_RESPONSE) {
            lines.called(traced.requestId().value(), traced.traceHeader());
        }
        Consumer<Outcome> ended =
                outcome -> ended(traced, type, span, outcome, clock.nanoTime() - begun);
        try {
            return functions
                    .apply(traced)
                    .onComplete(
                            result -> over.accept(result, ended),
                            rejected -> rejected(traced, rejected, ended));
        } catch (RuntimeException rejected) {
            rejected(traced, rejected, ended);
            throw rejected;
        }
    }

    private void rejected(Invocation invocation, Throwable rejected, Consumer<Outcome> ended) {
        if (rejected instanceof ServiceException rejection
                && rejection.code().equals("RecursiveInvocationException")) {
            measured.counted(
                    invocation.function(), FunctionMetrics.Counted.RECURSIVE_INVOCATIONS_DROPPED);
        }
        ended.accept(outcome(rejected));
    }

    private void ended(
            Invocation invocation,
            InvocationType type,
            @Nullable TraceContext span,
            Outcome outcome,
            long nanos) {
        String function = name(invocation);
        metrics.invoked(function, label(type), outcome, nanos);
        measure(invocation.function(), type, outcome);
        if (traces != null && span != null) {
            String id = invocation.requestId().value();
            traces.invoked(span, function, id, label(type), outcome, nanos);
        }
    }

    private void measure(Arn function, InvocationType type, Outcome outcome) {
        switch (type) {
            case REQUEST_RESPONSE -> measured.ended(function, outcome);
            case EVENT -> {
                if (outcome == Outcome.SUCCESS) {
                    measured.counted(function, FunctionMetrics.Counted.ASYNC_EVENTS_RECEIVED);
                }
            }
            case DRY_RUN -> {}
        }
    }

    /** {@code function:NAME} or {@code function:NAME:QUALIFIER}. */
    private static String name(Invocation invocation) {
        String resource = invocation.function().resource();
        int name = resource.indexOf(':') + 1;
        int qualifier = name == 0 ? -1 : resource.indexOf(':', name);
        return qualifier < 0 ? resource.substring(name) : resource.substring(name, qualifier);
    }

    private static String label(InvocationType type) {
        return switch (type) {
            case REQUEST_RESPONSE -> "RequestResponse";
            case EVENT -> "Event";
            case DRY_RUN -> "DryRun";
        };
    }

    private static Outcome outcome(@Nullable String functionError) {
        return functionError == null ? Outcome.SUCCESS : Outcome.ERROR;
    }

    private static Outcome outcome(Throwable rejected) {
        return rejected instanceof ServiceException rejection && rejection.status() == THROTTLED
                ? Outcome.THROTTLE
                : Outcome.REJECTED;
    }
}
