package dev.gatehouse.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of Lambda proxy integrations of REST APIs, and format 1.0 of HTTP APIs ("Input format
 * of a Lambda function for proxy integration"). What is absent is null.
 */
public final class EventV1 {
    private static final int EXPECTED_BYTES = 3072;

    /** The members of an identity before and behind the client's address. */
    private static final String[] IDENTITY_HEAD = {
        "cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller"
    };

    private static final String[] IDENTITY_TAIL = {
        "principalOrgId",
        "accessKey",
        "cognitoAuthenticationType",
        "cognitoAuthenticationProvider",
        "userArn"
    };

    private EventV1() {}

    /**
     * A REST API's event: it names no version.
     *
     * @param binary whether the body's type is among the API's binary media types
     */
    public static Buffer rest(
            ClientRequest request, ResourceMatch match, Authorized authorized, boolean binary) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.payload().length()).open();
        writeRest(json, request, match, authorized);
        if (!writeNoBody(json, request)) {
            EventBody.writeRest(json, request.payload(), binary);
        }
        return json.close().buffer();
    }

    /** The event of a REST API's authorizer of type TOKEN. */
    public static Buffer token(String methodArn, String token) {
        return new JsonWriter(EXPECTED_BYTES)
                .open()
                .member("type", "TOKEN")
                .member("methodArn", methodArn)
                .member("authorizationToken", token)
                .close()
                .buffer();
    }

    /** The event of a REST API's authorizer of type REQUEST: all but the body. */
    public static Buffer restAuthorizer(
            ClientRequest request, ResourceMatch match, String methodArn) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES).open();
        json.member("type", "REQUEST").member("methodArn", methodArn);
        writeRest(json, request, match, Authorized.ANONYMOUS);
        return json.close().buffer();
    }

    private static void writeRest(
            JsonWriter json, ClientRequest request, ResourceMatch match, Authorized authorized) {
        json.member("resource", match.resourcePath()).member("path", singleSlash(match.path()));
        writeRequest(json, request, EventHeaders.rest(request));
        EventParameters.writeOrNull(json, "pathParameters", match.pathParameters());
        EventParameters.writeOrNull(json, "stageVariables", match.stage().variables());
        json.open("requestContext")
                .member("resourceId", match.resourceId())
                .member("resourcePath", match.resourcePath())
                .member("path", '/' + match.stage().stage() + match.path());
        writeContext(json, request, match.stage());
        json.member("requestId", request.ids().requestId().value());
        writeCaller(json, request, authorized, false);
        json.member("deploymentId", match.deploymentId());
        if (match.canary() != null) {
            json.member("isCanaryRequest", match.canary());
        }
        json.close();
    }

    /** An HTTP API's event in format 1.0. It has only the extended id: its requestId is that. */
    public static Buffer http(ClientRequest request, RouteMatch match, Authorized authorized) {
        JsonWriter json = new JsonWriter(EXPECTED_BYTES + request.payload().length()).open();
        json.member("version", "1.0");
        writeHttp(json, request, match, authorized);
        if (!writeNoBody(json, request)) {
            EventBody.write(
                    json, request.payload(), !EventBody.isText(request.header("Content-Type")));
        }
        return json.close().buffer();
    }

    /**
     * The event of an HTTP API's authorizer in format 1.0: all but the body.
     *
     * @param identity the values of the identity sources
     */
    public static Buffer httpAuthorizer(
            ClientRequest request, RouteMatch match, String methodArn, List<String> identity) {
        String token = String.join(",", identity);
        JsonWriter json = new JsonWriter(EXPECTED_BYTES).open();
        json.member("version", "1.0")
                .member("type", "REQUEST")
                .member("methodArn", methodArn)
                .member("identitySource", token)
                .member("authorizationToken", token);
        writeHttp(json, request, match, Authorized.ANONYMOUS);
        return json.close().buffer();
    }

    private static void writeHttp(
            JsonWriter json, ClientRequest request, RouteMatch match, Authorized authorized) {
        json.member("resource", match.resource()).member("path", match.path());
        writeRequest(json, request, EventHeaders.httpV1(request));
        json.open("requestContext")
                .member("resourceId", match.routeKey())
                .member("resourcePath", match.resource())
                .member("path", match.path());
        writeContext(json, request, match.stage());
        json.member("requestId", request.ids().extendedRequestId());
        writeCaller(json, request, authorized, true);
        json.close();
        EventParameters.writeOrNull(json, "pathParameters", match.pathParameters());
        EventParameters.writeOrNull(json, "stageVariables", match.stage().variables());
    }

    private static void writeRequest(JsonWriter json, ClientRequest request, EventHeaders headers) {
        json.member("httpMethod", request.method());
        headers.writeSingle(json, "headers");
        headers.writeMulti(json, "multiValueHeaders");
        Map<String, List<String>> query = QueryParameters.parse(request.line().query());
        EventParameters.writeLastOrNull(json, "queryStringParameters", query);
        EventParameters.writeMultiOrNull(json, "multiValueQueryStringParameters", query);
    }

    private static void writeContext(JsonWriter json, ClientRequest request, ApiStage stage) {
        json.member("httpMethod", request.method())
                .member("extendedRequestId", request.ids().extendedRequestId())
                .member("requestTime", RequestTime.of(request.arrival().millis()))
                .member("requestTimeEpoch", request.arrival().millis())
                .member("accountId", stage.accountId())
                .member("protocol", request.line().protocol())
                .member("stage", stage.stage())
                .member("domainPrefix", request.arrival().domainPrefix())
                .member("domainName", request.arrival().domainName())
                .member("apiId", stage.apiId());
    }

    /**
     * @param scoped whether a token's scopes are told too: REST APIs tell its claims alone
     */
    private static void writeCaller(
            JsonWriter json, ClientRequest request, Authorized authorized, boolean scoped) {
        if (authorized.byAuthorizer()) {
            json.open("authorizer");
            if (authorized.principalId() != null) {
                json.member("principalId", authorized.principalId());
            }
            authorized.context().forEach(json::value);
            Authorized.Token token = authorized.token();
            if (token != null) {
                writeToken(json, token, scoped);
            }
            json.close();
        }
        Map<String, String> identity = authorized.identity();
        json.open("identity");
        writeAll(json, identity, IDENTITY_HEAD);
        json.member("sourceIp", request.arrival().sourceIp());
        writeAll(json, identity, IDENTITY_TAIL);
        json.member("userAgent", request.header("User-Agent")).member("user", identity.get("user"));
        if (identity.containsKey("vpceId")) {
            json.member("vpcId", identity.get("vpcId")).member("vpceId", identity.get("vpceId"));
        }
        if (identity.containsKey("apiKey")) {
            json.member("apiKey", identity.get("apiKey"))
                    .member("apiKeyId", identity.get("apiKeyId"));
        }
        json.close();
    }

    /** The claims of a token, and the scopes that its method asked for. */
    static void writeToken(JsonWriter json, Authorized.Token token, boolean scoped) {
        json.value("claims", token.claims());
        if (scoped) {
            json.value("scopes", token.scopes());
        }
    }

    private static void writeAll(JsonWriter json, Map<String, String> identity, String[] names) {
        for (String name : names) {
            json.member(name, identity.get(name));
        }
    }

    private static boolean writeNoBody(JsonWriter json, ClientRequest request) {
        if (request.payload().length() > 0) {
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
