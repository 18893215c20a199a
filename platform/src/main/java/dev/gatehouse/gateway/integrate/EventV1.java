package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of Lambda proxy integrations of REST APIs, and format 1.0 of HTTP APIs. What is absent
 * is null.
 */
final class EventV1 {
    private static final int EXPECTED_BYTES = 3072;

    private EventV1() {}

    /** A REST API's event: it names no version. */
    static Buffer of(RestApiCall call) {
        ClientRequest request = call.request();
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.body().length()).open();
        json.member("resource", call.resource().path()).member("path", singleSlash(call.path()));
        writeRequest(json, request, EventHeaders.rest(request));
        EventParameters.writeOrNull(json, "pathParameters", call.pathParameters());
        EventParameters.writeOrNull(json, "stageVariables", call.stage().variables());
        json.open("requestContext")
                .member("resourceId", call.resource().id())
                .member("resourcePath", call.resource().path())
                .member("path", '/' + call.stage().name() + call.path());
        writeContext(json, request, call.plan().address(), call.stage().name());
        writeIdentity(json, request, false);
        json.member("deploymentId", call.stage().deployment().id()).close();
        boolean binary =
                call.stage()
                        .deployment()
                        .binaryMediaTypes()
                        .matches(request.header("Content-Type"));
        if (!writeNoBody(json, request)) {
            EventBody.writeRest(json, request.body(), binary);
        }
        return json.close().buffer();
    }

    /** An HTTP API's event in format 1.0. */
    static Buffer of(HttpApiCall call) {
        ClientRequest request = call.request();
        String key = call.route().routeKey();
        String resource = key.substring(key.indexOf(' ') + 1);
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.body().length()).open();
        json.member("version", "1.0").member("resource", resource).member("path", call.path());
        writeRequest(json, request, EventHeaders.httpV1(request));
        json.open("requestContext")
                .member("resourceId", key)
                .member("resourcePath", resource)
                .member("path", call.path());
        writeContext(json, request, call.plan().address(), call.stage().name());
        writeIdentity(json, request, true);
        json.close();
        EventParameters.writeOrNull(json, "pathParameters", call.pathParameters());
        EventParameters.writeOrNull(json, "stageVariables", call.stage().variables());
        if (!writeNoBody(json, request)) {
            EventBody.write(
                    json, request.body(), !EventBody.isText(request.header("Content-Type")));
        }
        return json.close().buffer();
    }

    private static void writeRequest(JsonWriter json, ClientRequest request, EventHeaders headers) {
        json.member("httpMethod", request.method());
        headers.writeSingle(json, "headers");
        headers.writeMulti(json, "multiValueHeaders");
        Map<String, List<String>> query = QueryParameters.parse(request.line().query());
        EventParameters.writeLastOrNull(json, "queryStringParameters", query);
        EventParameters.writeMultiOrNull(json, "multiValueQueryStringParameters", query);
    }

    private static void writeContext(
            JsonWriter json, ClientRequest request, ApiAddress api, String stage) {
        // An HTTP API has only the extended id: its requestId is the same text.
        json.member("httpMethod", request.method())
                .member("extendedRequestId", request.ids().extendedRequestId())
                .member("requestTime", RequestTime.of(request.arrival().millis()))
                .member("requestTimeEpoch", request.arrival().millis())
                .member("accountId", api.account().value())
                .member("protocol", request.line().protocol())
                .member("stage", stage)
                .member("domainPrefix", request.arrival().domainPrefix())
                .member("domainName", request.arrival().domainName())
                .member("apiId", api.apiId());
    }

    private static void writeIdentity(JsonWriter json, ClientRequest request, boolean http) {
        json.member(
                "requestId",
                http ? request.ids().extendedRequestId() : request.ids().requestId().value());
        json.open("identity")
                .member("cognitoIdentityPoolId", (String) null)
                .member("accountId", (String) null)
                .member("cognitoIdentityId", (String) null)
                .member("caller", (String) null)
                .member("sourceIp", request.arrival().sourceIp())
                .member("principalOrgId", (String) null)
                .member("accessKey", (String) null)
                .member("cognitoAuthenticationType", (String) null)
                .member("cognitoAuthenticationProvider", (String) null)
                .member("userArn", (String) null)
                .member("userAgent", request.header("User-Agent"))
                .member("user", (String) null)
                .close();
    }

    private static boolean writeNoBody(JsonWriter json, ClientRequest request) {
        if (request.body().length() > 0) {
            return false;
        }
        json.member("body", (@Nullable String) null).member("isBase64Encoded", false);
        return true;
    }

    /** Recorded from AWS: slashes in front count once here, though not in the context's path. */
    private static String singleSlash(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        int start = 0;
        while (start + 1 < path.length() && path.charAt(start + 1) == '/') {
            start++;
        }
        return start == 0 ? path : path.substring(start);
    }
}
