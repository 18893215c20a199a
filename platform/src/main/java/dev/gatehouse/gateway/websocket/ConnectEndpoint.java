package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.websocket.Outcome;
import dev.gatehouse.gateway.log.WebSocketLogs;
import dev.gatehouse.gateway.plan.WebSocketDeployment;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.plan.WebSocketStage;
import dev.gatehouse.gateway.plan.host.Destination;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.validate.RequestValidation;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.WebSockets;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.ConnectionFacts;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks to be connected: {@code $connect} decides, and its integration ("Managing
 * connected users and client apps").
 */
final class ConnectEndpoint implements StageEndpoint {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    private final WebSocketEdge edge;
    private final WebSocketEdge.Addressed addressed;
    private final HttpServerRequest request;
    private @Nullable Joining joining;

    /** Who is let in. */
    private record Joining(
            ConnectionFacts facts, Authorized authorized, @Nullable String protocol) {}

    ConnectEndpoint(
            WebSocketEdge edge, WebSocketEdge.Addressed addressed, HttpServerRequest request) {
        this.edge = edge;
        this.addressed = addressed;
        this.request = request;
    }

    @Override
    public WebSocketEdge.Addressed addressed() {
        return addressed;
    }

    @Override
    public long payloadBytes() {
        return 0;
    }

    @Override
    public @Nullable Response rejection(HttpServerRequest unread) {
        return WebSockets.isWellFormed(unread) ? null : rejected(badHandshake());
    }

    @Override
    public Response tooLarge() {
        return rejected(badHandshake());
    }

    private Response rejected(Response response) {
        request.resume();
        return response;
    }

    private static Response badHandshake() {
        return Response.json(400, "{\"message\":\"Bad Request\"}");
    }

    @Override
    public Future<Response> serve(ClientRequest client, RequestRecord record) {
        record.named(client.ids().extendedRequestId());
        ConnectionFacts facts =
                new ConnectionFacts(
                        edge.chronicle().nextId(),
                        client.arrival().millis(),
                        client.arrival().domainName(),
                        client.arrival().sourceIp(),
                        client.header("User-Agent"));
        return Future.succeededFuture()
                .compose(_ -> connect(client, facts, record))
                .recover(failure -> Future.succeededFuture(response(failure, facts, client)))
                .onComplete(
                        response -> {
                            if (joining == null) {
                                request.resume();
                            }
                        });
    }

    /** The order of things. */
    private Future<Response> connect(
            ClientRequest client, ConnectionFacts facts, RequestRecord record) {
        WebSocketStage stage = addressed.stage();
        WebSocketDeployment deployment = stage == null ? null : stage.deployment();
        if (stage == null || deployment == null) {
            return Future.failedFuture(Rejection.forbidden());
        }
        Chronicle.found(record, addressed.api(), stage.name());
        edge.admitConnection(addressed.api(), record);
        WebSocketRoute route = deployment.route(WebSocketRoute.CONNECT);
        if (route == null) {
            record.matched(stage.name(), WebSocketRoute.CONNECT);
            return Future.succeededFuture(
                    accept(facts, Authorized.ANONYMOUS, Outcome.ok(Buffer.buffer())));
        }
        WebSocketCall call =
                new WebSocketCall(
                        addressed.api(),
                        stage,
                        route,
                        facts,
                        new WebSocketCall.Connect(client),
                        new WebSocketCall.Named(client.ids(), client.arrival().millis()),
                        Authorized.ANONYMOUS,
                        null);
        Chronicle.Entry entry = new Chronicle.Entry(call.named(), record);
        return authorize(edge.chronicle().follow(call, entry), client, record);
    }

    private Future<Response> authorize(
            WebSocketCall call, ClientRequest client, RequestRecord record) {
        return edge.authorizers()
                .ask(call, client)
                .compose(
                        caller -> {
                            record.identified(caller.caller());
                            WebSocketCall known =
                                    edge.admission().admit(call.as(caller), client, record);
                            RequestValidation.requireParameters(
                                    client, Map.of(), call.route().required());
                            return Chronicle.integrated(known, record, edge.integrations()::call)
                                    .map(
                                            outcome ->
                                                    accept(
                                                            call.connection(),
                                                            known.authorized(),
                                                            outcome));
                        })
                .onFailure(failure -> WebSocketLogs.rejected(call.trail(), failure));
    }

    /** The integration has the last word. */
    private Response accept(ConnectionFacts facts, Authorized authorized, Outcome outcome) {
        if (outcome.status() < SUCCESS || outcome.status() >= REDIRECTION) {
            return new Response(outcome.status(), HttpHeaders.headers(), Body.NONE);
        }
        if (!edge.connections().reserve()) {
            return GatewayResponses.plain(Rejection.throttled());
        }
        joining = new Joining(facts, authorized, outcome.protocol());
        return new Response(SWITCHING_PROTOCOLS, HttpHeaders.headers(), Body.NONE);
    }

    private Response response(Throwable failure, ConnectionFacts facts, ClientRequest client) {
        if (!(failure instanceof Rejection rejection)) {
            throw failure instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException(failure);
        }
        if (rejection.status() < 500) {
            return GatewayResponses.plain(rejection);
        }
        return switch (rejection.type()) {
            case AUTHORIZER_FAILURE, AUTHORIZER_CONFIGURATION_ERROR ->
                    GatewayResponses.plain(rejection);
            default ->
                    Response.json(
                            rejection.status(),
                            ErrorFrame.of(rejection, facts.id(), client.ids().extendedRequestId())
                                    .toString());
        };
    }

    @Override
    public void takeOver(Response switching) {
        Joining client = joining;
        if (client == null) {
            throw new IllegalStateException("nobody was let in");
        }
        Destination.Api api = addressed.destination();
        WebSockets.accept(request, client.protocol())
                .onSuccess(
                        socket ->
                                edge.opened(
                                        new Connection(
                                                new Connection.Home(
                                                        api.plan().address(),
                                                        addressed.stageName()),
                                                client.facts(),
                                                client.authorized(),
                                                socket,
                                                edge.clock())))
                .onFailure(_ -> edge.connections().release());
    }
}
