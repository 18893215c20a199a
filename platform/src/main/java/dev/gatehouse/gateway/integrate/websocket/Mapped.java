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
     * Where nobody gets the response, nobody has to say how it looks: a route of one-way
     * communication needs no integration response.
     *
     * @param status the backend's
     */
    static Outcome outcome(
            WebSocketCall call,
            MessageScope scope,
            MessageMapping mapping,
            int status,
            BackendOutput output) {
        boolean asked = call.route().responds() || call.cause() instanceof WebSocketCall.Connect;
        return Outcome.mapped(status, asked ? scope.response(mapping, output) : NOTHING);
    }
}
