package dev.gatehouse.observe;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Gives a span the ids that were handed on in headers before it was made. */
final class GivenIds implements IdGenerator {
    private static final IdGenerator RANDOM = IdGenerator.random();

    private static final ScopedValue<TraceContext> GIVEN = ScopedValue.newInstance();

    /** What is made meanwhile gets the ids of a context. */
    <T> T giving(TraceContext context, Supplier<T> making) {
        return ScopedValue.where(GIVEN, context).call(making::get);
    }

    @Override
    public String generateSpanId() {
        return GIVEN.isBound() ? GIVEN.get().spanId() : RANDOM.generateSpanId();
    }

    @Override
    public String generateTraceId() {
        return GIVEN.isBound() ? GIVEN.get().traceId() : RANDOM.generateTraceId();
    }
}
