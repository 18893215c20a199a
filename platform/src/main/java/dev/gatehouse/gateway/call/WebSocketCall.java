package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.plan.WebSocketStage;
import dev.gatehouse.proxy.ApiStage;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.ConnectionFacts;
import dev.gatehouse.proxy.EventWebSocket;
import dev.gatehouse.proxy.MessageMatch;
import dev.gatehouse.proxy.QueryParameters;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.RequestTime;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something on a connection of a WebSocket API that found its route.
 *
 * @param cause what happened
 * @param authorized what is known of who connected
 * @param trail hears how far it comes; null where none is kept
 */
public record WebSocketCall(
        ApiAddress address,
        WebSocketStage stage,
        WebSocketRoute route,
        ConnectionFacts connection,
        Cause cause,
        Named named,
        Authorized authorized,
        @Nullable CallTrail trail) {

    /** What happened. */
    public sealed interface Cause {}

    /** Somebody asks for the connection. */
    public record Connect(ClientRequest request) implements Cause {}

    /** A message came. */
    public record Message(String id, Buffer body) implements Cause {}

    /** The connection has ended. */
    public record Disconnect(int code, String reason) implements Cause {}

    /**
     * Under which names it happened, and when.
     *
     * @param millis since 1970
     */
    public record Named(RequestIds ids, long millis) {

        /** The one id that WebSocket APIs know. */
        public String requestId() {
            return ids.extendedRequestId();
        }
    }

    /** The call with what is known of who connects. */
    public WebSocketCall as(Authorized caller) {
        return caller.equals(authorized)
                ? this
                : new WebSocketCall(address, stage, route, connection, cause, named, caller, trail)
                        .followed();
    }

    /** The same with a trail, which leads here. */
    public WebSocketCall with(CallTrail followed) {
        return new WebSocketCall(
                        address, stage, route, connection, cause, named, authorized, followed)
                .followed();
    }

    /** The same; its trail leads here. */
    private WebSocketCall followed() {
        if (trail != null) {
            trail.reached(this::variables);
        }
        return this;
    }

    /** Its backend responded with a status; Lambda's own is 200 whatever a function says. */
    public void integrated(int status) {
        if (trail != null) {
            trail.integrated(status);
        }
    }

    /** What is told of its execution; null where none is kept. */
    public @Nullable ExecutionLog log() {
        return trail == null ? null : trail.execution();
    }

    /** The ARN by which policies know its route. */
    public String sourceArn() {
        return address.executeApiArn(stage.name() + '/' + route.key());
    }

    /** What its event says of where it was routed. */
    public MessageMatch routed() {
        return new MessageMatch(
                new ApiStage(
                        address.account().value(),
                        address.apiId(),
                        stage.name(),
                        stage.variables()),
                route.key(),
                connection,
                named.requestId(),
                named.millis());
    }

    /** The event of a proxy integration. */
    public Buffer event() {
        MessageMatch match = routed();
        return switch (cause) {
            case Connect(ClientRequest request) ->
                    EventWebSocket.connect(request, match, authorized);
            case Message(String id, Buffer body) ->
                    EventWebSocket.message(id, body.toString(), match, authorized);
            case Disconnect(int code, String reason) ->
                    EventWebSocket.disconnect(code, reason, match, authorized);
        };
    }

    /** The body of a message; empty for what has none. */
    public Buffer payload() {
        return cause instanceof Message(String _, Buffer body) ? body : Buffer.buffer();
    }

    /** What templates and mapped parameters can read. */
    public MappingInput input() {
        JsonBody body = new JsonBody(payload());
        return cause instanceof Connect(ClientRequest request)
                ? new MappingInput(
                        request.headers(),
                        QueryParameters.parse(request.line().query()),
                        Map.of(),
                        body,
                        variables(),
                        stage.variables())
                : new MappingInput(
                        HttpHeaders.headers(),
                        Map.of(),
                        Map.of(),
                        body,
                        variables(),
                        stage.variables());
    }

    /** Its {@code $context}. */
    public ContextVariables variables() {
        ContextVariables variables =
                new ContextVariables()
                        .put("apiId", address.apiId())
                        .put("accountId", address.account().value())
                        .put("stage", stage.name())
                        .put("routeKey", route.key())
                        .put("requestId", named.requestId())
                        .put("extendedRequestId", named.requestId())
                        .put("requestTime", RequestTime.of(named.millis()))
                        .put("requestTimeEpoch", named.millis())
                        .put("messageDirection", "IN")
                        .put("connectionId", connection.id())
                        .put("connectedAt", connection.connectedAt())
                        .put("domainName", connection.domainName())
                        .put("identity.sourceIp", connection.sourceIp())
                        .put("identity.userAgent", connection.userAgent());
        CallerVariables.put(variables, authorized);
        return switch (cause) {
            case Connect _ -> variables.put("eventType", "CONNECT");
            case Message(String id, Buffer _) ->
                    variables.put("eventType", "MESSAGE").put("messageId", id);
            case Disconnect(int code, String reason) ->
                    variables
                            .put("eventType", "DISCONNECT")
                            .put("disconnectStatusCode", code)
                            .put("disconnectReason", reason);
        };
    }
}
