package dev.gatehouse.function;

import org.jspecify.annotations.Nullable;

/**
 * What only some callers of a function send.
 *
 * @param logTail whether the last 4 KB of the log come back with the response
 * @param clientContext the mobile client context, JSON (decoded from its base64 form)
 * @param cognitoIdentity the caller's Cognito identity, JSON
 * @param traceHeader the X-Ray trace header
 */
public record InvocationDetails(
        boolean logTail,
        @Nullable String clientContext,
        @Nullable String cognitoIdentity,
        @Nullable String traceHeader) {

    /** None of it. */
    public static final InvocationDetails NONE = new InvocationDetails(false, null, null, null);

    InvocationDetails withTrace(String header) {
        return new InvocationDetails(logTail, clientContext, cognitoIdentity, header);
    }
}
