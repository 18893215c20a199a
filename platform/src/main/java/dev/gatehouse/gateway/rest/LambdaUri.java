package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.unsupported;

import dev.gatehouse.kernel.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a Lambda integration: {@code
 * arn:partition:apigateway:region:lambda:path/2015-03-31/functions/FUNCTION-ARN/invocations}.
 */
final class LambdaUri {
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(.+)/invocations");

    private LambdaUri() {}

    /** Refuses a URI that names no Lambda function, in AWS's words. */
    static void check(String uri) {
        String[] parts = uri.split(":", 6);
        if (!uri.startsWith("arn:")) {
            throw badRequest("Invalid ARN specified in the request");
        }
        if (parts.length < 6 || !parts[5].matches("(path|action)/.*")) {
            throw badRequest("AWS ARN for integration must contain path or action");
        }
        functionArn(uri);
    }

    /** The function's ARN within the URI; it may name stage variables. */
    static String functionArn(String uri) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            throw refusal(uri);
        }
        return form.group(1);
    }

    private static ServiceException refusal(String uri) {
        if (uri.endsWith("/response-streaming-invocations") || uri.contains(":firehose:")) {
            return unsupported("the integration URI " + uri);
        }
        return badRequest(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and"
                        + " Firehose stream invocations.");
    }
}
