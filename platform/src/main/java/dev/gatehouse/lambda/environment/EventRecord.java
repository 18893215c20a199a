package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.FunctionSegments;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells of the begin and the end of each event of one environment. */
final class EventRecord {
    /** Reading the kernel's counters costs more than a short event, which takes little memory. */
    private static final long SHORT_NANOS = 20_000_000;

    /** After short events, once a second is enough. */
    private static final long PEAK_NANOS = 1_000_000_000L;

    private final EnvironmentLog log;
    private final Clock clock;
    private final FunctionSegments segments;
    private final FunctionVersion version;
    private final Sandbox sandbox;
    private PlatformEvent.@Nullable Startup startup;
    private long peakMb;
    private long peakReadNanos;
    private final boolean cpuTimes;
    private long cpuNanos;
    private Instant begun = Instant.EPOCH;
    private long latencyNanos = -1;
    private long respondedNanos;

    EventRecord(EnvironmentLog log, FunctionVersion version, Sandbox sandbox, Surroundings around) {
        this.log = log;
        this.clock = around.clock();
        this.cpuTimes = around.settings().cpuTimes();
        this.segments = new FunctionSegments(sandbox.segments(), log);
        this.version = version;
        this.sandbox = sandbox;
    }

    /** The environment is ready for events; the next report says what that took. */
    void ready(PlatformEvent.Startup what) {
        startup = what;
    }

    void begin(Assignment assignment) {
        if (assignment.wantsLogTail()) {
            log.beginTail();
        }
        begun = clock.now();
        latencyNanos = -1;
        cpuNanos = cpuTimes ? sandbox.cpuNanos() : 0;
        log.add(
                new PlatformEvent.Start(
                        assignment.requestId(),
                        version.version(),
                        assignment.tenantId(),
                        assignment.trace()));
    }

    /** The first byte of the response is there. */
    void responding(long nanos) {
        latencyNanos = nanos;
    }

    /** The last byte of the response is there, or it is known that there is none. */
    void responded(long nanos) {
        latencyNanos = latencyNanos < 0 ? nanos : latencyNanos;
        respondedNanos = nanos;
    }

    private PlatformEvent.Spans spans() {
        return new PlatformEvent.Spans(begun, latencyNanos, respondedNanos);
    }

    /** The runtime is done with the event. */
    void runtimeDone(Journal.Concluded event) {
        log.add(
                new PlatformEvent.RuntimeDone(
                        event.assignment().requestId(),
                        event.completion(),
                        event.tookNanos(),
                        event.producedBytes(),
                        spans(),
                        event.assignment().trace()));
    }

    /** All that belongs to the event has been written. */
    void end(Journal.Concluded event, long nowNanos) {
        String id = event.assignment().requestId();
        Completion completion = event.completion();
        long took = event.tookNanos();
        if (!event.runtimeDone()) {
            runtimeDone(event);
        }
        if (event.assignment().trace() != null) {
            segments.look();
        }
        log.add(new PlatformEvent.End(id));
        boolean failed = !completion.succeeded();
        log.add(
                new PlatformEvent.Report(
                        id,
                        event.assignment().invoked(),
                        completion,
                        took,
                        startup,
                        new PlatformEvent.Memory(
                                version.resources().memoryMb(),
                                peakMb(nowNanos, failed || took > SHORT_NANOS),
                                cpuTimes ? Math.max(0, sandbox.cpuNanos() - cpuNanos) : 0),
                        spans(),
                        event.assignment().trace()));
        startup = null;
        log.flush();
    }

    /** The most memory so far, of processes that are about to end. */
    void lookAtMemory() {
        peakMb = Math.max(peakMb, sandbox.peakMemoryBytes() >> 20);
    }

    private long peakMb(long now, boolean mayHaveGrown) {
        if (peakMb == 0 || mayHaveGrown || now - peakReadNanos > PEAK_NANOS) {
            peakReadNanos = now;
            lookAtMemory();
            peakMb = Math.max(1, peakMb);
        }
        return Math.min(peakMb, version.resources().memoryMb());
    }
}
