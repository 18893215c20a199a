package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.EventBody;
import dev.gatehouse.proxy.EventHeaders;
import dev.gatehouse.proxy.EventParameters;
import dev.gatehouse.proxy.JsonWriter;
import dev.gatehouse.proxy.QueryParameters;
import dev.gatehouse.proxy.RequestTime;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The event of HTTP APIs in format 2.0. What is absent is left out. */
final class EventV2 {
    private static final int EXPECTED_BYTES = 2048;

    private EventV2() {}

    static Buffer of(HttpApiCall call) {
        ClientRequest request = call.request();
        String query = request.line().query();
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.body().length()).open();
        json.member("version", "2.0")
                .member("routeKey", call.route().routeKey())
                .member("rawPath", call.path())
                .member("rawQueryString", query == null ? "" : query);
        writeCookies(json, request.headers().getAll("Cookie"));
        EventHeaders.httpV2(request).writeJoined(json, "headers");
        EventParameters.writeJoinedOrOmit(
                json, "queryStringParameters", QueryParameters.parse(query));
        writeContext(json, call);
        EventParameters.writeOrOmit(json, "pathParameters", call.pathParameters());
        EventParameters.writeOrOmit(json, "stageVariables", call.stage().variables());
        if (request.body().length() == 0) {
            json.member("isBase64Encoded", false);
        } else {
            EventBody.write(
                    json, request.body(), !EventBody.isText(request.header("Content-Type")));
        }
        return json.close().buffer();
    }

    private static void writeContext(JsonWriter json, HttpApiCall call) {
        ClientRequest request = call.request();
        ApiAddress api = call.plan().address();
        String agent = request.header("User-Agent");
        json.open("requestContext")
                .member("accountId", api.account().value())
                .member("apiId", api.apiId())
                .member("domainName", request.arrival().domainName())
                .member("domainPrefix", request.arrival().domainPrefix())
                .open("http")
                .member("method", request.method())
                .member("path", call.path())
                .member("protocol", request.line().protocol())
                .member("sourceIp", request.arrival().sourceIp())
                .member("userAgent", agent == null ? "" : agent)
                .close()
                .member("requestId", request.ids().extendedRequestId())
                .member("routeKey", call.route().routeKey())
                .member("stage", call.stage().name())
                .member("time", RequestTime.of(request.arrival().millis()))
                .member("timeEpoch", request.arrival().millis())
                .close();
    }

    private static void writeCookies(JsonWriter json, List<String> headers) {
        if (headers.isEmpty()) {
            return;
        }
        json.openArray("cookies");
        for (String header : headers) {
            for (String cookie : header.split(";")) {
                json.element(cookie.strip());
            }
        }
        json.closeArray();
    }
}
