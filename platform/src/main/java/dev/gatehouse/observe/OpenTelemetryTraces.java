package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Exports spans to an OpenTelemetry collector (OTLP over HTTP): one for each request of an API, one
 * below it for its integration, one for each invocation of a function. Their names and attributes
 * are OpenTelemetry's semantic conventions for HTTP servers and for functions as a service.
 *
 * <p>Spans are handed over in batches behind the requests; those that come faster than the
 * collector takes them are dropped.
 */
public final class OpenTelemetryTraces implements Traces {
    private static final Duration BATCH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> REQUEST_SIZE =
            AttributeKey.longKey("http.request.body.size");
    private static final AttributeKey<Long> RESPONSE_SIZE =
            AttributeKey.longKey("http.response.body.size");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> API = AttributeKey.stringKey("gatehouse.api.id");
    private static final AttributeKey<String> STAGE = AttributeKey.stringKey("gatehouse.stage");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");
    private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("faas.name");
    private static final AttributeKey<String> INVOCATION =
            AttributeKey.stringKey("faas.invocation_id");
    private static final AttributeKey<String> INVOCATION_TYPE =
            AttributeKey.stringKey("gatehouse.invocation.type");

    private final Clock clock;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** What comes while so many segments are read is dropped, as spans are that no one takes. */
    private final Semaphore reading = new Semaphore(1_000);

    private OpenTelemetryTraces(URI endpoint, Clock clock) {
        this.clock = clock;
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .setTimeout(PATIENCE)
                        .build();
        this.provider =
                SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                "gatehouse")))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(new ToldExporter(exporter))
                                        .setScheduleDelay(BATCH)
                                        .build())
                        .build();
        this.tracer = provider.get("dev.gatehouse");
    }

    /**
     * @param endpoint where the collector takes traces, such as {@code
     *     http://127.0.0.1:4318/v1/traces}
     */
    public static OpenTelemetryTraces to(URI endpoint, Clock clock) {
        return new OpenTelemetryTraces(endpoint, clock);
    }

    @Override
    public TraceContext begin(@Nullable String header) {
        return TraceContext.under(header, clock.millis());
    }

    @Override
    public @Nullable String begun(RequestRecord record, @Nullable String traceHeader) {
        TraceContext span = begin(traceHeader);
        record.traced(span);
        return span.header();
    }

    @Override
    public void done(RequestRecord record) {
        TraceContext context = record.trace();
        if (context == null || !context.sampled()) {
            return;
        }
        long begun = begun(record.latency());
        Span span = start(context, name(record), SpanKind.SERVER, begun);
        span.setAllAttributes(attributes(record));
        if (record.status() >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        long integration = record.integrationLatency();
        if (integration >= 0) {
            TraceContext below = below(context);
            long asked = begun + record.matching() + record.authorization();
            start(below, "integration", SpanKind.INTERNAL, asked)
                    .end(asked + integration, TimeUnit.NANOSECONDS);
        }
        span.end(begun + record.latency(), TimeUnit.NANOSECONDS);
    }

    /** The route, with the method where the API declares that apart. */
    private static String name(RequestRecord record) {
        String route = record.route();
        if (route.isEmpty()) {
            return record.method();
        }
        return route.startsWith("/") ? record.method() + " " + route : route;
    }

    private TraceContext below(TraceContext span) {
        return TraceContext.under(span.header(), clock.millis());
    }

    private static Attributes attributes(RequestRecord record) {
        AttributesBuilder all =
                Attributes.builder()
                        .put(METHOD, record.method())
                        .put(ROUTE, record.route())
                        .put(PATH, record.path())
                        .put(STATUS, (long) record.status())
                        .put(REQUEST_SIZE, record.requestBytes())
                        .put(RESPONSE_SIZE, record.responseBytes())
                        .put(CLIENT, record.sourceIp())
                        .put(API, record.api())
                        .put(STAGE, record.stage());
        String id = record.requestId();
        if (id != null) {
            all.put(REQUEST_ID, id);
        }
        String error = record.error();
        if (error != null) {
            all.put(ERROR, error);
        }
        return all.build();
    }

    @Override
    public void invoked(
            TraceContext context,
            String function,
            String requestId,
            String type,
            Outcome outcome,
            long nanos) {
        if (!context.sampled()) {
            return;
        }
        long begun = begun(nanos);
        Span span = start(context, function, SpanKind.INTERNAL, begun);
        span.setAttribute(FUNCTION, function);
        span.setAttribute(INVOCATION, requestId);
        span.setAttribute(INVOCATION_TYPE, type);
        if (outcome != Outcome.SUCCESS) {
            span.setAttribute(ERROR, outcome.label());
            span.setStatus(StatusCode.ERROR);
        }
        span.end(begun + nanos, TimeUnit.NANOSECONDS);
    }

    /** When what has just ended began, in nanoseconds since 1970. */
    private long begun(long nanos) {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis()) - nanos;
    }

    private Span start(TraceContext context, String name, SpanKind kind, long begun) {
        SpanBuilder builder =
                tracer.spanBuilder(name)
                        .setSpanKind(kind)
                        .setStartTimestamp(begun, TimeUnit.NANOSECONDS);
        String parent = context.parentId();
        if (parent == null) {
            builder.setNoParent();
        } else {
            SpanContext caller =
                    SpanContext.createFromRemoteParent(
                            context.traceId(),
                            parent,
                            TraceFlags.getSampled(),
                            TraceState.getDefault());
            builder.setParent(Context.root().with(Span.wrap(caller)));
        }
        return ids.giving(context, builder::startSpan);
    }

    @Override
    public void segment(String document) {
        if (!reading.tryAcquire()) {
            return;
        }
        Thread.ofVirtual()
                .name("segment-spans")
                .start(
                        () -> {
                            try {
                                SegmentSpan.of(document).forEach(this::export);
                            } finally {
                                reading.release();
                            }
                        });
    }

    private void export(SegmentSpan segment) {
        SpanKind kind = segment.called() ? SpanKind.CLIENT : SpanKind.INTERNAL;
        Span span = start(segment.context(), segment.name(), kind, segment.startNanos());
        if (segment.fault()) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(segment.endNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
