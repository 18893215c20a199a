package dev.gatehouse.gateway.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a Lambda integration: {@code
 * arn:partition:apigateway:region:lambda:path/2015-03-31/functions/FUNCTION-ARN/invocations}.
 */
public final class LambdaUri {
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(.+)/invocations");

    /** The form whose responses stream. */
    private static final Pattern STREAMING =
            Pattern.compile(
                    "arn:[^:]+:apigateway:[^:]+:lambda:path/2021-11-15/functions/(.+)/response-streaming-invocations");

    /** A function with or without qualifier; any part of it may be a stage's variable. */
    private static final Pattern FUNCTION =
            Pattern.compile("arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?");

    private LambdaUri() {}

    /** Whether a text is the ARN of a function, or becomes one with a stage's variables. */
    public static boolean isFunction(String arn) {
        return FUNCTION.matcher(arn).matches() || arn.contains("${stageVariables.");
    }

    /** The ARN of the function that an HTTP API's integration URI names in either of its forms. */
    public static Optional<String> functionNamed(String uri) {
        return FUNCTION.matcher(uri).matches() ? Optional.of(uri) : functionArn(uri);
    }

    /** Whether a URI asks for a response that streams. */
    public static boolean streams(String uri) {
        return STREAMING.matcher(uri).matches();
    }

    /** The function's ARN within the URI, which may name stage variables; empty in other URIs. */
    public static Optional<String> functionArn(String uri) {
        Matcher form = (streams(uri) ? STREAMING : FORM).matcher(uri);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }
}
