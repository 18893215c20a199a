package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.websocket.Outcome;
import dev.gatehouse.gateway.log.WebSocketLogs;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.metric.Measured;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.exchange.Failures;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names what happens on connections, and keeps it on record. */
public final class Chronicle {
    /** Of an integration whose response is none. */
    private static final int BAD_GATEWAY = 502;

    private final RequestListener requests;
    private final WebSocketLogs logs;
    private final Failures failures;
    private final Clock clock;

    public Chronicle(RequestListener requests, WebSocketLogs logs, Failures failures, Clock clock) {
        this.requests = requests;
        this.logs = logs;
        this.failures = failures;
        this.clock = clock;
    }

    /** Something that happens on a connection. */
    record Entry(WebSocketCall.Named named, RequestRecord record) {
        String requestId() {
            return named.requestId();
        }
    }

    /** Begins an entry. */
    Entry begin(Connection connection, String eventType) {
        RequestRecord record =
                new RequestRecord(
                        clock,
                        eventType,
                        '/' + connection.home().stage(),
                        connection.facts().sourceIp());
        record.addressed(connection.home().api().apiId());
        found(record, connection.home().api(), connection.home().stage());
        String trace = requests.begun(record, null);
        long millis = clock.millis();
        RequestIds ids = RequestIds.next(trace, millis);
        Entry entry = new Entry(new WebSocketCall.Named(ids, millis), record);
        record.headed(ids::trace);
        record.named(entry.requestId());
        return entry;
    }

    /** An id as API Gateway gives them. */
    String nextId() {
        return RequestIds.next(null, clock.millis()).extendedRequestId();
    }

    /** It found its stage, of whose metrics it is part. */
    static void found(RequestRecord record, ApiAddress api, String stage) {
        record.staged(stage);
        record.measured(measured(api, false));
    }

    private static Measured measured(ApiAddress api, boolean detailed) {
        return new Measured(
                api.account(), api.region(), api.apiId(), Measured.Protocol.WEBSOCKET, detailed);
    }

    /** The call, which found its route, with a trail for its stage's logs where that has any. */
    WebSocketCall follow(WebSocketCall call, Entry entry) {
        String route = call.route().key();
        entry.record().matched(call.stage().name(), route);
        entry.record()
                .measured(measured(call.address(), call.stage().routes().of(route).measured()));
        return logs.follow(call, entry.record());
    }

    /** Nothing forbids it; what its integration makes of it goes on record. */
    static Future<Outcome> integrated(
            WebSocketCall call,
            RequestRecord record,
            Function<WebSocketCall, Future<Outcome>> integration) {
        record.authorized();
        WebSocketLogs.started(call);
        return integration
                .apply(call)
                .onComplete(
                        _ -> {
                            if (isElsewhere(call.route().integration())) {
                                record.integrationResponded();
                            }
                        })
                .onSuccess(
                        outcome -> {
                            record.integrated(outcome.integrationStatus());
                            WebSocketLogs.completed(call, outcome.status());
                        })
                .onFailure(
                        failure -> {
                            if (failure instanceof Rejection rejection
                                    && rejection.status() == BAD_GATEWAY) {
                                record.integrated(BAD_GATEWAY);
                            }
                        });
    }

    private static boolean isElsewhere(@Nullable WebSocketIntegration integration) {
        return integration != null && !(integration instanceof WebSocketIntegration.Mock);
    }

    /** What nothing foresaw. */
    void fault(Entry entry, Throwable failure) {
        entry.record().failed(failure);
        failures.log(entry.requestId(), failure);
    }

    /** Ends an entry. */
    void end(Entry entry, int status, int bytes) {
        entry.record().done(status, bytes);
        requests.done(entry.record());
    }
}
