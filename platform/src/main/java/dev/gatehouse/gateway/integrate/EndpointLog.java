package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.LogText;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.transform.ErrorDocument;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.HeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Tells execution logs of what is sent to endpoints and what they respond. */
public final class EndpointLog {
    private static final int THROTTLED = 429;
    private static final int NOT_FOUND = 404;

    private EndpointLog() {}

    /** A request goes out. */
    public static void sent(@Nullable ExecutionLog log, String uri, MultiMap headers, Body body) {
        if (log == null || !log.traces()) {
            return;
        }
        log.trace("Endpoint request URI: " + uri);
        log.trace("Endpoint request headers: " + LogText.headers(headers));
        log.trace("Endpoint request body after transformations: " + LogText.body(body));
        log.sent(uri);
    }

    /** A response has come. */
    public static void received(
            @Nullable ExecutionLog log, int status, MultiMap headers, Body body) {
        if (log == null || !log.traces()) {
            return;
        }
        log.received(status);
        log.trace("Endpoint response headers: " + LogText.headers(headers));
        log.trace("Endpoint response body before transformations: " + LogText.body(body));
    }

    /** A function is called. */
    public static void sent(
            @Nullable ExecutionLog log, FunctionCalls.Callee callee, Buffer event, String trace) {
        if (log == null || !log.traces() || callee.function().isEmpty()) {
            return;
        }
        Arn function = callee.function().get();
        ApiAddress api = callee.api();
        String uri =
                "https://lambda.%s.amazonaws.com/2015-03-31/functions/%s/invocations"
                        .formatted(function.region(), function);
        MultiMap headers = HttpHeaders.headers();
        headers.set("x-amzn-apigateway-api-id", api.apiId())
                .set("X-Amz-Source-Arn", callee.sourceArn())
                .set("Accept", "application/json")
                .set("User-Agent", "AmazonAPIGateway_" + api.apiId())
                .set("X-Amzn-Trace-Id", trace)
                .set("Content-Type", "application/json");
        sent(log, uri, headers, Body.of(event));
    }

    /** A function responded. */
    public static void received(
            @Nullable ExecutionLog log,
            FunctionCalls.Callee callee,
            InvocationResult result,
            String trace) {
        if (log == null || !log.traces()) {
            return;
        }
        MultiMap headers = HttpHeaders.headers();
        headers.set(HeaderNames.CONTENT_TYPE, "application/json")
                .set("x-amzn-RequestId", callee.requestId().value())
                .set("X-Amz-Executed-Version", result.executedVersion())
                .set("X-Amzn-Trace-Id", trace);
        String error = result.functionError();
        if (error != null) {
            headers.set("X-Amz-Function-Error", error);
        }
        received(log, result.status(), headers, Body.of(result.payload()));
    }

    /** A proxied function failed. */
    public static void failed(
            @Nullable ExecutionLog log, FunctionCalls.Callee callee, InvocationResult result) {
        if (log != null) {
            log.failed(
                    "Lambda execution failed with status %d due to customer function error: %s."
                                    .formatted(
                                            result.status(),
                                            ErrorDocument.message(result.payload()))
                            + " Lambda request id: "
                            + callee.requestId().value());
        }
    }

    /** A function could not be called. */
    public static void failed(
            @Nullable ExecutionLog log, FunctionCalls.Callee callee, Throwable cause) {
        if (log == null || !(cause instanceof ServiceException problem)) {
            return;
        }
        if (problem.status() == THROTTLED || problem.status() == NOT_FOUND) {
            log.failed(
                    "Lambda invocation failed with status: %d. Lambda request id: %s"
                            .formatted(problem.status(), callee.requestId().value()));
        } else if (problem.code().equals(IntegrationRoles.DENIED)) {
            log.failed(
                    callee.credentials() == null
                            ? "Execution failed due to configuration error: Invalid permissions on"
                                    + " Lambda function"
                            : notAssumed(callee.credentials()));
        }
    }

    static String notAssumed(String role) {
        return "Execution failed due to configuration error: API Gateway does not have permission"
                + " to assume the provided role "
                + role;
    }
}
