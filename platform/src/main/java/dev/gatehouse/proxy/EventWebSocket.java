package dev.gatehouse.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of WebSocket APIs, in the order and with the members that are seen of AWS. What is
 * absent is left out.
 */
public final class EventWebSocket {
    private static final int EXPECTED_BYTES = 1024;
    private static final int EXPECTED_HEADER_BYTES = 2048;
    private static final String[] EMPTY_HEADERS = {"x-api-key", "X-Forwarded-For", "x-restapi"};
    private static final String[] SIGNER = {"accountId", "caller", "user", "userArn", "accessKey"};

    private EventWebSocket() {}

    /** A client connects. */
    public static Buffer connect(ClientRequest request, MessageMatch match, Authorized caller) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + EXPECTED_HEADER_BYTES).open();
        writeHandshake(json, request);
        EventParameters.writeOrOmit(json, "stageVariables", match.stage().variables());
        openContext(json, match, caller).member("eventType", "CONNECT");
        closeContext(json, match, caller, null);
        return json.member("isBase64Encoded", false).close().buffer();
    }

    /** Whether a client may connect is asked. */
    public static Buffer authorizer(ClientRequest request, MessageMatch match, String methodArn) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + EXPECTED_HEADER_BYTES).open();
        json.member("type", "REQUEST").member("methodArn", methodArn);
        writeHandshake(json, request);
        json.value("stageVariables", match.stage().variables());
        openContext(json, match, Authorized.ANONYMOUS).member("eventType", "CONNECT");
        closeContext(json, match, Authorized.ANONYMOUS, null);
        return json.close().buffer();
    }

    /**
     * A message came.
     *
     * @param body its text
     */
    public static Buffer message(
            String messageId, String body, MessageMatch match, Authorized caller) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + body.length()).open();
        openContext(json, match, caller)
                .member("messageId", messageId)
                .member("eventType", "MESSAGE");
        closeContext(json, match, caller, null);
        EventParameters.writeOrOmit(json, "stageVariables", match.stage().variables());
        return json.member("body", body).member("isBase64Encoded", false).close().buffer();
    }

    /**
     * A connection has ended.
     *
     * @param code of RFC 6455, 7.4
     */
    public static Buffer disconnect(
            int code, String reason, MessageMatch match, Authorized caller) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES).open();
        json.open("headers").member("Host", match.connection().domainName());
        for (String name : EMPTY_HEADERS) {
            json.member(name, "");
        }
        json.close().open("multiValueHeaders");
        json.openArray("Host").element(match.connection().domainName()).closeArray();
        for (String name : EMPTY_HEADERS) {
            json.openArray(name).element("").closeArray();
        }
        json.close();
        EventParameters.writeOrOmit(json, "stageVariables", match.stage().variables());
        openContext(json, match, caller)
                .member("disconnectStatusCode", code)
                .member("eventType", "DISCONNECT");
        closeContext(json, match, caller, reason);
        return json.member("isBase64Encoded", false).close().buffer();
    }

    private static void writeHandshake(JsonWriter json, ClientRequest request) {
        EventHeaders headers = EventHeaders.rest(request);
        headers.writeSingle(json, "headers");
        headers.writeMulti(json, "multiValueHeaders");
        Map<String, List<String>> query = QueryParameters.parse(request.line().query());
        if (!query.isEmpty()) {
            EventParameters.writeLastOrNull(json, "queryStringParameters", query);
            EventParameters.writeMultiOrNull(json, "multiValueQueryStringParameters", query);
        }
    }

    private static JsonWriter openContext(JsonWriter json, MessageMatch match, Authorized caller) {
        json.open("requestContext").member("routeKey", match.routeKey());
        if (caller.byAuthorizer()) {
            json.open("authorizer").member("principalId", caller.principalId());
            caller.context().forEach(json::value);
            json.close();
        }
        return json;
    }

    private static void closeContext(
            JsonWriter json, MessageMatch match, Authorized caller, @Nullable String reason) {
        ConnectionFacts connection = match.connection();
        json.member("extendedRequestId", match.requestId())
                .member("requestTime", RequestTime.of(match.millis()))
                .member("messageDirection", "IN");
        if (reason != null) {
            json.member("disconnectReason", reason);
        }
        json.member("stage", match.stage().stage())
                .member("connectedAt", connection.connectedAt())
                .member("requestTimeEpoch", match.millis())
                .open("identity");
        Map<String, String> identity = caller.identity();
        for (String name : SIGNER) {
            if (identity.containsKey(name)) {
                json.member(name, identity.get(name));
            }
        }
        if (connection.userAgent() != null) {
            json.member("userAgent", connection.userAgent());
        }
        if (identity.containsKey("apiKey")) {
            json.member("apiKey", identity.get("apiKey"))
                    .member("apiKeyId", identity.get("apiKeyId"));
        }
        json.member("sourceIp", connection.sourceIp())
                .close()
                .member("requestId", match.requestId())
                .member("domainName", connection.domainName())
                .member("connectionId", connection.id())
                .member("apiId", match.stage().apiId())
                .close();
    }
}
