package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.lambda.plan.FunctionVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda itself says of an environment and its events. Names and members are those of the
 * Telemetry API's platform events; {@link End} and {@link Fault} are the older Logs API's. Whoever
 * listens switches over all of them: an event that is new here is heard everywhere.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">Telemetry
 *     API Event schema reference</a>
 */
public sealed interface PlatformEvent {

    /** In whose time a runtime starts. */
    enum InitPhase {
        /** That of a new environment. */
        INIT("init"),
        /** That of the event that waits for it: a start that is repeated. */
        INVOKE("invoke");

        private final String label;

        InitPhase(String label) {
            this.label = label;
        }

        /** As records have it. */
        public String label() {
            return label;
        }
    }

    /** Why an environment was made. */
    enum Initialization {
        /** An event had none. */
        ON_DEMAND("on-demand"),
        /** It is kept ready. */
        PROVISIONED("provisioned-concurrency"),
        /** It is of a version with SnapStart. */
        SNAP_START("snap-start");

        private final String label;

        Initialization(String label) {
            this.label = label;
        }

        /** Why one of a version is made. */
        public static Initialization of(FunctionVersion version, boolean provisioned) {
            if (version.isRestored()) {
                return SNAP_START;
            }
            return provisioned ? PROVISIONED : ON_DEMAND;
        }

        /** As records and {@code AWS_LAMBDA_INITIALIZATION_TYPE} have it. */
        public String label() {
            return label;
        }
    }

    /**
     * A start of a runtime.
     *
     * @param type why
     * @param phase in whose time
     */
    record Init(Initialization type, InitPhase phase) {}

    /**
     * What an environment did before its first event.
     *
     * @param restored whether it was restored; else it was initialised
     * @param nanos how long that took
     */
    record Startup(boolean restored, long nanos) {}

    /**
     * What an event's time went to.
     *
     * @param begun when the runtime got it
     * @param latencyNanos until the response's first byte
     * @param respondedNanos until its last
     */
    record Spans(Instant begun, long latencyNanos, long respondedNanos) {}

    /** How a phase ended. */
    enum Status {
        SUCCESS("success"),
        ERROR("error"),
        TIMEOUT("timeout");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** As records have it. */
        public String label() {
            return label;
        }
    }

    /**
     * How a phase ended, and why.
     *
     * @param status in one word
     * @param errorType such as {@code Runtime.ExitError}; null without one
     */
    record Completion(Status status, @Nullable String errorType) {

        /** Nothing that the platform would know of went wrong. */
        public static final Completion SUCCESS = new Completion(Status.SUCCESS, null);

        /** It took longer than it may. */
        public static final Completion TIMEOUT = new Completion(Status.TIMEOUT, null);

        /** It failed for a reason of that type. */
        public static Completion error(String errorType) {
            return new Completion(Status.ERROR, errorType);
        }

        public boolean succeeded() {
            return status == Status.SUCCESS;
        }
    }

    /**
     * A runtime is being started.
     *
     * @param runtimeVersion such as {@code python:3.12.v1}
     * @param runtimeVersionArn its ARN
     */
    record InitStart(Init init, String runtimeVersion, String runtimeVersionArn)
            implements PlatformEvent {}

    /** A runtime asks for its first event, or never will. */
    record InitRuntimeDone(Init init, Completion completion) implements PlatformEvent {}

    /** What a start took. */
    record InitReport(Init init, Completion completion, long durationNanos)
            implements PlatformEvent {}

    /**
     * A runtime that has started is restored.
     *
     * @param runtimeVersion such as {@code python:3.12.v1}
     * @param runtimeVersionArn its ARN
     */
    record RestoreStart(String runtimeVersion, String runtimeVersionArn) implements PlatformEvent {}

    /** A restored runtime asks for its first event, or never will. */
    record RestoreRuntimeDone(Completion completion) implements PlatformEvent {}

    /** What a restoration took. */
    record RestoreReport(Completion completion, long durationNanos) implements PlatformEvent {}

    /**
     * An event is given to the runtime.
     *
     * @param tenantId the tenant that the call is made for; null without one
     * @param tracing null where the event's trace is not sampled
     */
    record Start(
            String requestId,
            String version,
            @Nullable String tenantId,
            @Nullable FunctionTrace tracing)
            implements PlatformEvent {}

    /**
     * The runtime is done with an event: it asks for the next one, or has ended.
     *
     * @param producedBytes the length of its response
     * @param spans what the time went to
     * @param tracing null where the event's trace is not sampled
     */
    record RuntimeDone(
            String requestId,
            Completion completion,
            long durationNanos,
            long producedBytes,
            Spans spans,
            @Nullable FunctionTrace tracing)
            implements PlatformEvent {}

    /** Nothing more belongs to the event but its report. */
    record End(String requestId) implements PlatformEvent {}

    /**
     * The memory of an environment.
     *
     * @param sizeMb the function's
     * @param peakMb the most that the environment ever used
     * @param cpuNanos what the event had of the processors; 0 where that is not measured
     */
    record Memory(int sizeMb, long peakMb, long cpuNanos) {
        /** Without a measure of the processors. */
        public Memory(int sizeMb, long peakMb) {
            this(sizeMb, peakMb, 0);
        }
    }

    /**
     * What an event took.
     *
     * @param invoked the ARN that its caller named, with the qualifier
     * @param durationNanos how long, at most as long as it may
     * @param startup what the environment did right before it; null when there was nothing
     * @param spans what the time went to
     * @param tracing null where the event's trace is not sampled
     */
    record Report(
            String requestId,
            String invoked,
            Completion completion,
            long durationNanos,
            @Nullable Startup startup,
            Memory memory,
            Spans spans,
            @Nullable FunctionTrace tracing)
            implements PlatformEvent {

        /**
         * What AWS charges for, in whole milliseconds, rounded up: what came before counts too, but
         * no event costs more than the time it may take.
         */
        long billedMillis() {
            boolean timedOut = completion.status() == Status.TIMEOUT;
            if (startup == null || timedOut) {
                return millis(durationNanos);
            }
            return startup.restored()
                    ? millis(durationNanos) + millis(startup.nanos())
                    : millis(durationNanos + startup.nanos());
        }

        /** Whole milliseconds, rounded up. */
        static long millis(long nanos) {
            return (nanos + 999_999) / 1_000_000;
        }

        /** How long the init phase before it took; negative when there was none. */
        public long initNanos() {
            return startup == null || startup.restored() ? -1 : startup.nanos();
        }
    }

    /**
     * An event came to an end that its runtime does not tell of.
     *
     * @param errorType {@code Sandbox.Timedout} or how the runtime ended
     * @param reason in a sentence
     */
    record Fault(String requestId, String errorType, String reason) implements PlatformEvent {

        /** The type of an event that took too long. */
        public static final String TIMEOUT = "Sandbox.Timedout";

        /** The same as how the event ended. */
        public Completion completion() {
            return errorType.equals(TIMEOUT) ? Completion.TIMEOUT : Completion.error(errorType);
        }
    }

    /**
     * An extension has registered, or has failed to.
     *
     * @param state {@code Ready}, or what it was when the start failed
     * @param events what it hears: {@code INVOKE}, {@code SHUTDOWN}
     * @param errorType what it reported, or why it could not be executed; null without one
     */
    record Extension(String name, String state, List<String> events, @Nullable String errorType)
            implements PlatformEvent {}

    /** An extension has subscribed to the Telemetry API. */
    record TelemetrySubscription(String name, String state, List<String> types)
            implements PlatformEvent {}

    /** An extension has subscribed to the Logs API, the Telemetry API's predecessor. */
    record LogsSubscription(String name, String state, List<String> types)
            implements PlatformEvent {}

    /** What was written faster than it could be taken. */
    record LogsDropped(String reason, long droppedRecords, long droppedBytes)
            implements PlatformEvent {}
}
