package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.Measured;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one request of an API, stamped by each step it went through. Belongs to the
 * request's event loop, and is immutable once it is done.
 */
public final class RequestRecord {
    private static final long NEVER = Long.MIN_VALUE;

    private final Clock clock;
    private final String method;
    private final String path;
    private final String sourceIp;
    private final long received;
    private String api = "";
    private String stage = "";
    private String route = "";
    private @Nullable String requestId;
    private long matched = NEVER;
    private long authorized = NEVER;
    private long integrationResponded = NEVER;
    private long contentBegan = NEVER;
    private long done = NEVER;
    private int status;
    private int integrationStatus;
    private long requestBytes;
    private long responseBytes;
    private @Nullable String principal;
    private @Nullable String error;
    private @Nullable String apiKeyId;
    private @Nullable String throttle;
    private @Nullable String cache;
    private @Nullable Supplier<String> traceHeader;
    private @Nullable TraceContext trace;
    private @Nullable TraceContext segment;
    private @Nullable Measured measured;
    private @Nullable Runnable next;

    /**
     * A request whose first byte has just come.
     *
     * @param path as the client sent it
     */
    public RequestRecord(Clock clock, String method, String path, String sourceIp) {
        this.clock = clock;
        this.method = method;
        this.path = path;
        this.sourceIp = sourceIp;
        this.received = clock.nanoTime();
    }

    /** An API claims the request. */
    public void addressed(String apiId) {
        api = apiId;
    }

    /** The whole request is there. */
    public void read(long bytes) {
        requestBytes = bytes;
    }

    /**
     * Under which trace its functions run.
     *
     * @param header asked for only where it is wanted
     */
    public void headed(Supplier<String> header) {
        traceHeader = header;
    }

    /** It has a span. */
    public void traced(TraceContext span) {
        trace = span;
    }

    /** Its stage traces, and samples it. */
    public void staged(TraceContext segmentOfStage) {
        segment = segmentOfStage;
    }

    /** Under which id the response and the node's logs know it. */
    public void named(String id) {
        requestId = id;
    }

    /** It found its stage. */
    public void staged(String stageName) {
        stage = stageName;
    }

    /**
     * It found its way.
     *
     * @param routeOfPlan the route as the API declares it, never the client's path
     */
    public void matched(String stageName, String routeOfPlan) {
        stage = stageName;
        route = routeOfPlan;
        matched = clock.nanoTime();
    }

    /** Whose metrics it counts for. */
    public void measured(Measured whose) {
        measured = whose;
    }

    /** It is known who calls; null for an anonymous caller. */
    public void identified(@Nullable String caller) {
        principal = caller;
    }

    /** It came with an API key that opens the stage. */
    public void keyed(String keyId) {
        apiKeyId = keyId;
    }

    /**
     * More came than a limit lets pass.
     *
     * @param level whose limit: {@code account}, {@code stage}, {@code route}, {@code plan}, {@code
     *     plan-method} or {@code quota}
     */
    public void throttled(String level) {
        throttle = level;
    }

    /**
     * Its stage keeps responses to such requests.
     *
     * @param hit whether it had one
     */
    public void cached(boolean hit) {
        cache = hit ? "hit" : "miss";
    }

    /** Nothing forbids it; the integration is asked from here on. */
    public void authorized() {
        authorized = clock.nanoTime();
    }

    /** The integration has responded, or failed. */
    public void integrationResponded() {
        integrationResponded = clock.nanoTime();
    }

    /** The first of a body came that streams. */
    public void contentBegan() {
        contentBegan = clock.nanoTime();
    }

    /** What the integration itself said, where it is told apart from the response's status. */
    public void integrated(int statusOfIntegration) {
        integrationStatus = statusOfIntegration;
    }

    /** Something of ours or of the configuration's went wrong. */
    public void failed(Throwable fault) {
        error = fault.getClass().getSimpleName();
    }

    /** The response is on its way. */
    public void done(int responseStatus, long bytes) {
        status = responseStatus;
        responseBytes = bytes;
        done = clock.nanoTime();
        if (next != null) {
            next.run();
        }
    }

    /** What to do once all of it is known, after what was to be done so far. */
    public void then(Runnable action) {
        Runnable before = next;
        next =
                before == null
                        ? action
                        : () -> {
                            before.run();
                            action.run();
                        };
    }

    /** Its {@code X-Amzn-Trace-Id}; null for one that was rejected before it had any. */
    public @Nullable String traceHeader() {
        return traceHeader == null ? null : traceHeader.get();
    }

    /** Its span; null where the node takes no part in traces. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** Its stage's segment in its trace; null where the stage traces nothing, or not this one. */
    public @Nullable TraceContext segment() {
        return segment;
    }

    /** Whose metrics it counts for; null where it found no stage. */
    public @Nullable Measured measured() {
        return measured;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public String sourceIp() {
        return sourceIp;
    }

    /** The API's id; empty for a request that no API claimed. */
    public String api() {
        return api;
    }

    /** The stage; empty when none was found. */
    public String stage() {
        return stage;
    }

    /** The route as the API declares it; empty when none was found. */
    public String route() {
        return route;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    public int status() {
        return status;
    }

    /** The status that the integration gave; 0 where it is not told. */
    public int integrationStatus() {
        return integrationStatus;
    }

    public long requestBytes() {
        return requestBytes;
    }

    public long responseBytes() {
        return responseBytes;
    }

    /** Who called, where the route asks; null for an anonymous caller. */
    public @Nullable String principal() {
        return principal;
    }

    /** What went wrong in the node; null when nothing did. */
    public @Nullable String error() {
        return error;
    }

    /** The id of its API key; null where none was asked for or none was valid. */
    public @Nullable String apiKeyId() {
        return apiKeyId;
    }

    /** Whose limit did not let it pass; null where all did. */
    public @Nullable String throttle() {
        return throttle;
    }

    /** Whether its stage had a response kept: {@code hit} or {@code miss}; null where none is. */
    public @Nullable String cache() {
        return cache;
    }

    /** From the first byte to the response, in nanoseconds. */
    public long latency() {
        return done - received;
    }

    /** From the first byte to the route, in nanoseconds; -1 when none was found. */
    public long matching() {
        return between(received, matched);
    }

    /** From the route to the permission to call it, in nanoseconds; -1 when there was none. */
    public long authorization() {
        return between(matched, authorized);
    }

    /** What the integration took, in nanoseconds; -1 when none was asked or none responded. */
    public long integrationLatency() {
        return between(authorized, integrationResponded);
    }

    /** From the integration's call to the last of the response, in nanoseconds; -1 likewise. */
    public long integrationEnd() {
        return between(authorized, done);
    }

    /** From the call of the integration to the first of a body that streams; -1 likewise. */
    public long contentBeginning() {
        return between(authorized, contentBegan);
    }

    private static long between(long from, long to) {
        return from == NEVER || to == NEVER ? -1 : to - from;
    }
}
