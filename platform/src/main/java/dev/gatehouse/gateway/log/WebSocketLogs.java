package dev.gatehouse.gateway.log;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.LogText;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.ConnectionFacts;
import dev.gatehouse.proxy.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * The logs of WebSocket APIs' stages: a line for everything that happens on a connection, and the
 * course of its execution.
 */
public final class WebSocketLogs {
    private static final String GROUP = "/aws/apigateway/";

    private final AccessLogs access;
    private final LogSink sink;
    private final Clock clock;

    public WebSocketLogs(AccessLogs access, LogSink sink, Clock clock) {
        this.access = access;
        this.sink = sink;
        this.clock = clock;
    }

    /** The call, with a trail where its stage has a log. */
    public WebSocketCall follow(WebSocketCall call, RequestRecord record) {
        CallTrail trail =
                access.follow(
                        new AccessLogs.Logged(
                                call.stage().accessLog(), call.address(), call.stage().name()),
                        record,
                        call::variables);
        ExecutionLogging logging = call.stage().routes().of(call.route().key()).logging();
        if (logging == ExecutionLogging.OFF) {
            return trail == null ? call : call.with(trail);
        }
        CallTrail followed = trail == null ? new CallTrail(call::variables) : trail;
        ExecutionLog log = new ExecutionLog(logging, clock);
        String requestId = call.named().requestId();
        log.info("Extended Request Id: " + requestId);
        followed.tells(log);
        String group = GROUP + call.address().apiId() + '/' + call.stage().name();
        RestLogs.Told told = new RestLogs.Told(call.address(), call.stage().name(), requestId, log);
        record.then(() -> RestLogs.write(sink, group, told));
        return call.with(followed);
    }

    /** Nothing forbids it. */
    public static void started(WebSocketCall call) {
        ExecutionLog log = call.log();
        if (log == null) {
            return;
        }
        log.started(call.named().requestId());
        log.info("WebSocket Request Route: [" + call.route().key() + ']');
        ConnectionFacts connection = call.connection();
        String api = call.address().apiId();
        switch (call.cause()) {
            case WebSocketCall.Connect(ClientRequest request) -> {
                log.info(
                        "Client [UserAgent: %s, SourceIp: %s] is connecting to WebSocket API [%s]."
                                .formatted(connection.userAgent(), connection.sourceIp(), api));
                if (log.traces()) {
                    log.trace(
                            "Method request query string: "
                                    + LogText.query(QueryParameters.parse(request.line().query())));
                    log.trace("Method request headers: " + LogText.headers(request.headers()));
                }
            }
            case WebSocketCall.Message message -> {
                log.info(
                        "WebSocket API [%s] received message from client [Connection Id: %s]."
                                .formatted(api, connection.id()));
                log.trace(
                        "Method request body before transformations: "
                                + LogText.body(message.body()));
            }
            case WebSocketCall.Disconnect _ -> {}
        }
    }

    /**
     * Its integration responded.
     *
     * @param status what it said
     */
    public static void completed(WebSocketCall call, int status) {
        ExecutionLog log = call.log();
        if (log == null) {
            return;
        }
        String client = call.connection().id();
        String api = call.address().apiId();
        log.info(
                switch (call.cause()) {
                    case WebSocketCall.Connect _ ->
                            status >= 200 && status < 300
                                    ? "Client [Connection Id: %s] connected to API [%s] successfully."
                                            .formatted(client, api)
                                    : "Client [Connection Id: %s] was not let in by API [%s]: status code [%d]."
                                            .formatted(client, api, status);
                    case WebSocketCall.Message _ ->
                            "Message from client [Connection Id: %s] sent to API [%s] with response status code [%d]."
                                    .formatted(client, api, status);
                    case WebSocketCall.Disconnect(int code, String reason) ->
                            "Client [Connection Id: %s] disconnected from API [%s] with integration response status code [%d]. Close reason: [%d: %s]"
                                    .formatted(client, api, status, code, reason);
                });
    }

    /** It comes to nothing. */
    public static void rejected(@Nullable CallTrail trail, Throwable failure) {
        if (trail == null) {
            return;
        }
        trail.rejected(failure);
        ExecutionLog log = trail.execution();
        if (log != null) {
            log.failed(RestLogs.reason(failure));
        }
    }
}
