package dev.gatehouse.lambda.telemetry;

/**
 * Lambda's own records in a function's log, in one of its two formats; empty where there is none,
 * or the function does not keep it.
 */
public interface PlatformLines {

    /** The runtime is being started. */
    String initStart(String label, String runtimeArn);

    /** An init phase failed. */
    String initReport(long nanos, String phase, Report.Failing failure);

    /** An event is given to the runtime. */
    String start(String requestId, String version);

    /** The event has ended. */
    String end(String requestId);

    /** What the event took. */
    String report(Report report);
}
