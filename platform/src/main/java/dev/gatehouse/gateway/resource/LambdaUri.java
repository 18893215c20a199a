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

    private LambdaUri() {}

    /** The function's ARN within the URI, which may name stage variables; empty in other URIs. */
    public static Optional<String> functionArn(String uri) {
        Matcher form = FORM.matcher(uri);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }
}
