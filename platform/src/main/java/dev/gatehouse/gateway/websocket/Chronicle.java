package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.log.AccessLogs;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.exchange.Failures;

/** Names what happens on connections, and keeps it on record. */
public final class Chronicle {
    private final RequestListener requests;
    private final AccessLogs logs;
    private final Failures failures;
    private final Clock clock;

    public Chronicle(RequestListener requests, AccessLogs logs, Failures failures, Clock clock) {
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
        String trace = requests.begun(record, null);
        long millis = clock.millis();
        Entry entry =
                new Entry(new WebSocketCall.Named(RequestIds.next(trace, millis), millis), record);
        record.named(entry.requestId());
        return entry;
    }

    /** An id as API Gateway gives them. */
    String nextId() {
        return RequestIds.next(null, clock.millis()).extendedRequestId();
    }

    /** The call, with a trail for its stage's access log where that has one. */
    WebSocketCall follow(WebSocketCall call, Entry entry) {
        CallTrail trail =
                logs.follow(
                        new AccessLogs.Logged(
                                call.stage().accessLog(), call.address(), call.stage().name()),
                        entry.record(),
                        call::variables);
        return trail == null ? call : call.with(trail);
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
