package dev.gatehouse.function;

import org.jspecify.annotations.Nullable;

/**
 * What only some callers of a function send.
 *
 * @param logTail whether the last 4 KB of the log come back with the response
 * @param clientContext the mobile client context, JSON (decoded from its base64 form)
 * @param cognitoIdentity the caller's Cognito identity, JSON
 * @param traceHeader the X-Ray trace header
 * @param durableExecutionName what a durable execution is to be called; a second call with the same
 *     name joins the execution of the first
 * @param tenantId the tenant that the call is made for
 */
public record InvocationDetails(
        boolean logTail,
        @Nullable String clientContext,
        @Nullable String cognitoIdentity,
        @Nullable String traceHeader,
        @Nullable String durableExecutionName,
        @Nullable String tenantId) {

    /** None of it. */
    public static final InvocationDetails NONE = new InvocationDetails(false, null, null, null);

    /** Those of a call that is not to be joined by another. */
    public InvocationDetails(
            boolean logTail,
            @Nullable String clientContext,
            @Nullable String cognitoIdentity,
            @Nullable String traceHeader) {
        this(logTail, clientContext, cognitoIdentity, traceHeader, null, null);
    }

    /** The same for a durable execution of this name; null gives it one of its own. */
    public InvocationDetails named(@Nullable String durableExecution) {
        return new InvocationDetails(
                logTail, clientContext, cognitoIdentity, traceHeader, durableExecution, tenantId);
    }

    /** The same for a tenant; null for none. */
    public InvocationDetails forTenant(@Nullable String tenant) {
        return new InvocationDetails(
                logTail, clientContext, cognitoIdentity, traceHeader, durableExecutionName, tenant);
    }

    InvocationDetails withTrace(String header) {
        return new InvocationDetails(
                logTail, clientContext, cognitoIdentity, header, durableExecutionName, tenantId);
    }
}
