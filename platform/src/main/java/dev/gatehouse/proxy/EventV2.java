package dev.gatehouse.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of HTTP APIs and function URLs in format 2.0 ("Create AWS Lambda proxy integrations for
 * HTTP APIs"). What is absent is left out.
 */
public final class EventV2 {
    private static final int EXPECTED_BYTES = 2048;

    private EventV2() {}

    /** An event. */
    public static Buffer of(ClientRequest request, RouteMatch match, Authorized authorized) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.payload().length()).open();
        json.member("version", "2.0");
        write(json, request, match, authorized);
        if (request.payload().length() == 0) {
            json.member("isBase64Encoded", false);
        } else {
            EventBody.write(
                    json, request.payload(), !EventBody.isText(request.header("Content-Type")));
        }
        return json.close().buffer();
    }

    /**
     * The event of an HTTP API's authorizer: all but the body.
     *
     * @param identity the values of the identity sources; null is told where there are none
     */
    public static Buffer authorizer(
            ClientRequest request, RouteMatch match, String routeArn, List<String> identity) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES).open();
        json.member("version", "2.0")
                .member("type", "REQUEST")
                .member("routeArn", routeArn)
                .value("identitySource", identity.isEmpty() ? null : identity);
        write(json, request, match, Authorized.ANONYMOUS);
        return json.close().buffer();
    }

    private static void write(
            JsonWriter json, ClientRequest request, RouteMatch match, Authorized authorized) {
        String query = request.line().query();
        json.member("routeKey", match.routeKey())
                .member("rawPath", match.path())
                .member("rawQueryString", query == null ? "" : query);
        writeCookies(json, request.headers().getAll("Cookie"));
        EventHeaders.httpV2(request).writeJoined(json, "headers");
        EventParameters.writeJoinedOrOmit(
                json, "queryStringParameters", QueryParameters.parse(query));
        writeContext(json, request, match, authorized);
        EventParameters.writeOrOmit(json, "pathParameters", match.pathParameters());
        EventParameters.writeOrOmit(json, "stageVariables", match.stage().variables());
    }

    private static void writeContext(
            JsonWriter json, ClientRequest request, RouteMatch match, Authorized authorized) {
        ApiStage stage = match.stage();
        String agent = request.header("User-Agent");
        json.open("requestContext").member("accountId", stage.accountId());
        json.member("apiId", stage.apiId());
        writeCaller(json, authorized);
        json.member("domainName", request.arrival().domainName())
                .member("domainPrefix", request.arrival().domainPrefix())
                .open("http")
                .member("method", request.method())
                .member("path", match.path())
                .member("protocol", request.line().protocol())
                .member("sourceIp", request.arrival().sourceIp())
                .member("userAgent", agent == null ? "" : agent)
                .close()
                .member("requestId", request.ids().extendedRequestId())
                .member("routeKey", match.routeKey())
                .member("stage", stage.stage())
                .member("time", RequestTime.of(request.arrival().millis()))
                .member("timeEpoch", request.arrival().millis())
                .close();
    }

    private static void writeCaller(JsonWriter json, Authorized authorized) {
        Authorized.Token token = authorized.token();
        if (token != null) {
            json.open("authorizer").open("jwt");
            EventV1.writeToken(json, token, true);
            json.close().close();
        } else if (!authorized.context().isEmpty()) {
            json.open("authorizer").value("lambda", authorized.context()).close();
        } else if (authorized.bySignature()) {
            Map<String, String> identity = authorized.identity();
            json.open("authorizer")
                    .open("iam")
                    .member("accessKey", identity.get("accessKey"))
                    .member("accountId", identity.get("accountId"))
                    .member("callerId", identity.get("caller"));
            writeCognito(json, identity);
            json.member("principalOrgId", (@Nullable String) null)
                    .member("userArn", identity.get("userArn"))
                    .member("userId", identity.get("user"))
                    .close()
                    .close();
        }
    }

    private static void writeCognito(JsonWriter json, Map<String, String> identity) {
        String id = identity.get("cognitoIdentityId");
        if (id == null) {
            json.member("cognitoIdentity", (@Nullable String) null);
            return;
        }
        List<String> amr = new ArrayList<>();
        for (String each : List.of("cognitoAuthenticationType", "cognitoAuthenticationProvider")) {
            if (identity.containsKey(each)) {
                amr.add(identity.get(each));
            }
        }
        json.open("cognitoIdentity")
                .value("amr", amr)
                .member("identityId", id)
                .member("identityPoolId", identity.get("cognitoIdentityPoolId"))
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
