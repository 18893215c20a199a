package dev.gatehouse.gateway.integrate.websocket;

import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.transform.BackendOutput;
import io.vertx.core.buffer.Buffer;

/** What becomes of a backend's response where it is mapped. */
final class Mapped {
    private static final Buffer NOTHING = Buffer.buffer();

    private Mapped() {}

    /**
     * A route of one-way communication needs no integration response, since no client gets one. A
     * client that asks to be connected is let in only where the backend says so.
     *
     * @param status the backend's
     */
    static Outcome outcome(
            WebSocketCall call,
            MessageScope scope,
            MessageMapping mapping,
            int status,
            BackendOutput output) {
        boolean connects = call.cause() instanceof WebSocketCall.Connect;
        boolean asked = call.route().responds() || connects;
        Buffer response = asked ? scope.response(mapping, output) : NOTHING;
        return connects
                ? new Outcome(status, status, null, response)
                : Outcome.mapped(status, response);
    }
}
