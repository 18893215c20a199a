package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.route.PercentDecoder;
import java.util.Map;
import java.util.Objects;

/**
 * The ARN of a method with the path of a request: {@code
 * arn:aws:execute-api:region:account:api/stage/METHOD/path}. The path is the resource's with the
 * values of its variables, so that no other writing of it has another ARN.
 *
 * @param asSent with the path as it stands in the request
 * @param decoded with its escapes written out
 */
record MethodArn(String asSent, String decoded) {

    static MethodArn of(RestApiCall call) {
        String asSent = arn(call, false);
        return new MethodArn(asSent, call.pathParameters().isEmpty() ? asSent : arn(call, true));
    }

    /** The path of an HTTP API was decoded before its route was sought. */
    static String of(HttpApiCall call) {
        return call.plan()
                .address()
                .executeApiArn(
                        call.stage().name() + '/' + call.request().method() + call.routePath());
    }

    private static String arn(RestApiCall call, boolean decoded) {
        String path = call.resource().path();
        for (Map.Entry<String, String> parameter : call.pathParameters().entrySet()) {
            String value = parameter.getValue();
            String plain = decoded ? PercentDecoder.decode(value) : value;
            String name = '{' + parameter.getKey();
            String replacement = Objects.requireNonNullElse(plain, value);
            path = path.replace(name + "}", replacement).replace(name + "+}", replacement);
        }
        return call.plan()
                .address()
                .executeApiArn(call.stage().name() + '/' + call.request().method() + path);
    }
}
