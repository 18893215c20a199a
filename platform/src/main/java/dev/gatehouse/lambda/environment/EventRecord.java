package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;

/** Tells of the begin and the end of each event of one environment. */
final class EventRecord {
    /** Reading the kernel's counters costs more than a short event, which takes little memory. */
    private static final long SHORT_NANOS = 20_000_000;

    /** After short events, once a second is enough. */
    private static final long PEAK_NANOS = 1_000_000_000L;

    private final EnvironmentLog log;
    private final FunctionVersion version;
    private final Sandbox sandbox;
    private long initNanos = -1;
    private long peakMb;
    private long peakReadNanos;

    EventRecord(EnvironmentLog log, FunctionVersion version, Sandbox sandbox) {
        this.log = log;
        this.version = version;
        this.sandbox = sandbox;
    }

    /** The init phase succeeded; the next report says how long it took. */
    void initialised(long nanos) {
        initNanos = nanos;
    }

    void begin(Assignment assignment) {
        if (assignment.wantsLogTail()) {
            log.beginTail();
        }
        log.add(new PlatformEvent.Start(assignment.requestId(), version.version()));
    }

    /** The runtime is done with the event. */
    void runtimeDone(Journal.Concluded event) {
        log.add(
                new PlatformEvent.RuntimeDone(
                        event.assignment().requestId(),
                        event.completion(),
                        event.tookNanos(),
                        event.producedBytes()));
    }

    /** All that belongs to the event has been written. */
    void end(Journal.Concluded event, long nowNanos) {
        String id = event.assignment().requestId();
        Completion completion = event.completion();
        long took = event.tookNanos();
        if (!event.runtimeDone()) {
            runtimeDone(event);
        }
        log.add(new PlatformEvent.End(id));
        boolean failed = !completion.succeeded();
        log.add(
                new PlatformEvent.Report(
                        id,
                        completion,
                        took,
                        initNanos,
                        version.resources().memoryMb(),
                        peakMb(nowNanos, failed || took > SHORT_NANOS)));
        initNanos = -1;
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
