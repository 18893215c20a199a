package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.route.PercentDecoder;
import dev.gatehouse.http.Body;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /{stage}/@connections/{id}}, the API by which backends reach connected clients ("Use
 * {@code @connections} commands in your backend service"): POST sends a message, GET tells of a
 * client, DELETE disconnects it. Callers sign, and need {@code execute-api:ManageConnections}.
 */
final class ManageEndpoint implements StageEndpoint {
    /** Below a stage. */
    static final String PATH = "/@connections/";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{2,64}={0,2}");
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final WebSocketEdge edge;
    private final WebSocketEdge.Addressed addressed;

    ManageEndpoint(WebSocketEdge edge, WebSocketEdge.Addressed addressed) {
        this.edge = edge;
        this.addressed = addressed;
    }

    /** Whether a path below a stage is its. */
    static boolean serves(String rest) {
        return rest.startsWith(PATH)
                || rest.regionMatches(true, 0, "/%40connections/", 0, "/%40connections/".length());
    }

    @Override
    public WebSocketEdge.Addressed addressed() {
        return addressed;
    }

    @Override
    public long payloadBytes() {
        return MessageReader.MAX_BYTES;
    }

    @Override
    public @Nullable Response rejection(HttpServerRequest request) {
        return null;
    }

    @Override
    public Response tooLarge() {
        return error(413, "PayloadTooLargeException", "{\"message\":\"Message too long\"}");
    }

    @Override
    public Future<Response> serve(ClientRequest request, RequestRecord record) {
        record.named(request.ids().extendedRequestId());
        return request.body() instanceof Body.Stream body
                ? body.buffered(payloadBytes())
                        .compose(whole -> judge(request.with(Body.of(whole)), record))
                : judge(request, record);
    }

    private Future<Response> judge(ClientRequest request, RequestRecord record) {
        String rest = PercentDecoder.decode(addressed.rest());
        String id = rest == null ? "" : rest.substring(PATH.length());
        Chronicle.found(record, addressed.api(), addressed.stageName());
        record.matched(addressed.stageName(), "@connections");
        return edge.authorizers()
                .askToManage(
                        request,
                        addressed.api(),
                        addressed.stageName(),
                        request.method() + PATH + id)
                .compose(
                        caller -> {
                            record.identified(caller.caller());
                            record.authorized();
                            edge.admitCallback(addressed.api(), record);
                            return act(request, id);
                        })
                .map(response -> named(response, request))
                .recover(
                        failure ->
                                failure instanceof Rejection rejection
                                        ? Future.succeededFuture(
                                                named(GatewayResponses.plain(rejection), request))
                                        : Future.failedFuture(failure));
    }

    private Future<Response> act(ClientRequest request, String id) {
        if (!ID.matcher(id).matches()) {
            String quoted = new JsonObject().put("message", "Invalid connectionId: " + id).encode();
            return Future.succeededFuture(error(400, "BadRequestException", quoted));
        }
        Connection connection = edge.connections().find(id);
        boolean here =
                connection != null
                        && connection.home().api().equals(addressed.api())
                        && connection.home().stage().equals(addressed.stageName());
        if (connection == null || !here) {
            return Future.succeededFuture(gone());
        }
        return switch (request.method()) {
            case "POST" -> post(connection, request.payload());
            case "GET" -> Future.succeededFuture(facts(connection));
            case "DELETE" -> {
                connection.close(CloseReason.DELETED);
                yield Future.succeededFuture(
                        new Response(NO_CONTENT, HttpHeaders.headers(), Body.NONE));
            }
            default -> Future.failedFuture(Rejection.noSuchMethod());
        };
    }

    private static Future<Response> post(Connection connection, Buffer message) {
        return connection
                .send(message)
                .map(sent -> sent ? new Response(OK, HttpHeaders.headers(), Body.NONE) : gone());
    }

    private static Response facts(Connection connection) {
        JsonObject identity = new JsonObject().put("sourceIp", connection.facts().sourceIp());
        String agent = connection.facts().userAgent();
        identity.put("userAgent", agent == null ? "" : agent);
        return Response.json(
                OK,
                new JsonObject()
                        .put("connectedAt", date(connection.facts().connectedAt()))
                        .put("identity", identity)
                        .put("lastActiveAt", date(connection.lastActive()))
                        .encode());
    }

    private static String date(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static Response gone() {
        return error(410, "GoneException", "");
    }

    private static Response error(int status, String type, String body) {
        Response response = Response.json(status, body);
        response.headers().set("x-amzn-ErrorType", type);
        return response;
    }

    private static Response named(Response response, ClientRequest request) {
        response.headers().set("x-amzn-RequestId", request.ids().requestId().value());
        return response;
    }
}
