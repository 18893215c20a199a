package dev.gatehouse.gateway.log;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.LogText;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.LogFormat;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import dev.gatehouse.proxy.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The logs of REST APIs' stages: a line for each request, and the course of its execution. */
public final class RestLogs {
    private static final String GROUP = "API-Gateway-Execution-Logs_";

    private final AccessLogs access;
    private final LogSink sink;
    private final Clock clock;

    public RestLogs(AccessLogs access, LogSink sink, Clock clock) {
        this.access = access;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Begins to follow a request.
     *
     * @return null where the stage has no log
     */
    public @Nullable CallTrail follow(
            ClientRequest request, RestPlan plan, RestStage stage, RequestRecord record) {
        Supplier<LogFormat.Variables> known = () -> CallContext.variables(request, plan, stage);
        CallTrail trail =
                access.follow(
                        new AccessLogs.Logged(stage.accessLog(), plan.address(), stage.name()),
                        record,
                        known);
        if (!stage.settings().logs()) {
            return trail;
        }
        CallTrail followed = trail == null ? new CallTrail(known) : trail;
        String requestId = request.ids().requestId().value();
        record.then(() -> write(plan.address(), stage.name(), requestId, followed.execution()));
        return followed;
    }

    /** A request found its method; from here on its execution is told of as the stage says. */
    public void matched(RestApiCall call) {
        CallTrail trail = call.trail();
        if (trail != null) {
            begin(trail, call.stage().settings(call.method()).logging(), call.request());
        }
    }

    /**
     * A request found none.
     *
     * @param path below the stage
     */
    public void unmatched(
            @Nullable CallTrail trail, RestStage stage, ClientRequest request, String path) {
        if (trail != null) {
            begin(trail, stage.settings().others().logging(), request);
            ExecutionLog log = trail.execution();
            if (log != null) {
                log.failed(
                        "No method found matching route %s for http method %s"
                                .formatted(path, request.method()));
            }
        }
    }

    private void begin(CallTrail trail, ExecutionLogging logging, ClientRequest request) {
        if (logging != ExecutionLogging.OFF) {
            ExecutionLog log = new ExecutionLog(logging, clock);
            log.info("Extended Request Id: " + request.ids().extendedRequestId());
            trail.tells(log);
        }
    }

    /** A call is let in. */
    public static void started(RestApiCall call, ExecutionLog log) {
        ClientRequest request = call.request();
        log.started(request.ids().requestId().value());
        log.info("HTTP Method: " + request.method() + ", Resource Path: " + call.path());
        if (log.traces()) {
            log.trace("Method request path: " + LogText.parameters(call.pathParameters()));
            log.trace(
                    "Method request query string: "
                            + LogText.query(QueryParameters.parse(request.line().query())));
            log.trace("Method request headers: " + LogText.headers(request.headers()));
            log.trace(
                    "Method request body before transformations: " + LogText.body(request.body()));
        }
    }

    /** The integration's response is mapped. */
    public static void responded(@Nullable CallTrail trail, Response response) {
        ExecutionLog log = trail == null ? null : trail.execution();
        if (log == null) {
            return;
        }
        if (log.traces()) {
            log.trace(
                    "Method response body after transformations: " + LogText.body(response.body()));
            log.trace("Method response headers: " + LogText.headers(response.headers()));
        }
        log.completed(response.status());
    }

    /** The gateway itself responds, for a reason that may be told already. */
    public static void rejected(@Nullable CallTrail trail, Throwable failure, Response response) {
        if (trail == null) {
            return;
        }
        trail.rejected(failure);
        ExecutionLog log = trail.execution();
        if (log != null) {
            log.failed(reason(failure));
            log.completed(response.status());
        }
    }

    /** Why an execution fails. */
    static String reason(Throwable failure) {
        if (!(failure instanceof Rejection rejection)) {
            return "Execution failed due to an internal error";
        }
        return switch (rejection.type()) {
            case INTEGRATION_TIMEOUT -> "Execution failed due to a timeout error";
            case INTEGRATION_FAILURE ->
                    "Execution failed due to a network error communicating with endpoint";
            case API_CONFIGURATION_ERROR, DEFAULT_5XX ->
                    "Execution failed due to configuration error";
            default -> String.valueOf(rejection.text());
        };
    }

    private void write(ApiAddress api, String stage, String requestId, @Nullable ExecutionLog log) {
        write(sink, GROUP + api.apiId() + '/' + stage, new Told(api, stage, requestId, log));
    }

    /** What is told of one request to a stage. */
    record Told(ApiAddress api, String stage, String requestId, @Nullable ExecutionLog log) {}

    static void write(LogSink sink, String group, Told told) {
        ExecutionLog log = told.log();
        if (log == null || log.lines().isEmpty()) {
            return;
        }
        String prefix = '(' + told.requestId() + ") ";
        List<LogEvent> events = new ArrayList<>(log.lines().size());
        for (ExecutionLog.Line line : log.lines()) {
            events.add(new LogEvent(line.millis(), prefix + line.text()));
        }
        ApiAddress api = told.api();
        sink.append(api.account(), api.region(), group, LogStreams.of(api, told.stage()), events);
    }
}
