package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.ParameterSource;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.EventV1;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import dev.gatehouse.proxy.response.ResponseV1;
import dev.gatehouse.proxy.response.StreamedResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code AWS_PROXY} of REST APIs with a function: the request as an event, the function's response
 * checked and passed on.
 */
final class RestLambdaProxy {
    private static final int TOO_LARGE = 413;

    /** What the function itself says, where Lambda's own status is 200. */
    private static final String STATUS = "integration.status";

    private final FunctionCalls functions;

    RestLambdaProxy(FunctionCalls functions) {
        this.functions = functions;
    }

    /** Calls the function. Fails with a {@link Rejection}. */
    Future<Response> call(RestApiCall call, RestIntegration.LambdaProxy integration) {
        if (!integration.httpMethod().equals("POST")) {
            return Future.failedFuture(Rejection.misconfigured());
        }
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                                integration.functionArn().resolveArn(call.stage().variables()),
                                StageText.resolve(
                                        integration.credentials(), call.stage().variables()),
                                call.sourceArn(),
                                call.plan().address(),
                                call.authorized().actor(),
                                integration.timeout())
                        .forTenant(header(call, integration, "x-amz-tenant-id"));
        String trace = TraceHeader.complete(call.request().ids().trace());
        if (integration.streams()) {
            return stream(call, callee, trace);
        }
        Buffer event = event(call);
        EndpointLog.sent(call.log(), callee, event, trace);
        InvocationType type =
                InvocationType.ofHeader(header(call, integration, "x-amz-invocation-type"));
        return functions
                .invoke(callee, type, event, trace)
                .onSuccess(result -> responded(call, callee, result, trace))
                .onFailure(cause -> failed(call, callee, cause))
                .transform(
                        result ->
                                result.succeeded()
                                        ? read(call, result.result(), trace)
                                        : Future.failedFuture(rejection(result.cause())));
    }

    private static @Nullable String header(
            RestApiCall call, RestIntegration.LambdaProxy integration, String name) {
        ParameterSource mapped = integration.headers().get(name);
        return mapped == null ? null : mapped.valueFrom(CallContext.of(call));
    }

    private static void responded(
            RestApiCall call, FunctionCalls.Callee callee, InvocationResult result, String trace) {
        call.integrated(result.status(), callee.requestId());
        EndpointLog.received(call.log(), callee, result, trace);
        if (result.functionError() != null) {
            EndpointLog.failed(call.log(), callee, result);
            call.integrationFailed(FunctionCalls.failure(result));
        }
    }

    private Future<Response> stream(RestApiCall call, FunctionCalls.Callee callee, String trace) {
        Buffer event = event(call);
        EndpointLog.sent(call.log(), callee, event, trace);
        return functions.stream(callee, event, trace)
                .onSuccess(stream -> call.integrated(stream.status(), callee.requestId()))
                .onFailure(cause -> failed(call, callee, cause))
                .compose(
                        stream ->
                                StreamedResponse.of(stream, call.request().disconnection())
                                        .map(StreamedResponse::rest)
                                        .recover(_ -> Future.failedFuture(Rejection.badGateway())))
                .onSuccess(
                        response -> {
                            call.tell(STATUS, response.status());
                            response.headers().set(HeaderNames.TRACE_ID, trace);
                        })
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    private static void failed(RestApiCall call, FunctionCalls.Callee callee, Throwable cause) {
        EndpointLog.failed(call.log(), callee, cause);
        call.integrationFailed(FunctionCalls.failure(cause));
    }

    private static Buffer event(RestApiCall call) {
        boolean binary =
                call.stage()
                        .deployment()
                        .binaryMediaTypes()
                        .matches(call.request().header("Content-Type"));
        return EventV1.rest(call.request(), call.routed(), call.authorized(), binary);
    }

    private static Future<Response> read(RestApiCall call, InvocationResult result, String trace) {
        if (result.functionError() != null) {
            return Future.failedFuture(Rejection.badGateway());
        }
        boolean binary =
                call.stage()
                        .deployment()
                        .binaryMediaTypes()
                        .accepted(call.request().header("Accept"));
        try {
            Response response = ResponseV1.rest(result.payload(), binary);
            call.tell(STATUS, response.status());
            response.headers().set(HeaderNames.TRACE_ID, trace);
            return Future.succeededFuture(response);
        } catch (MalformedResponseException malformed) {
            call.integrationFailed(FunctionCalls.failure(malformed));
            call.failed(
                    "Execution failed due to configuration error: Malformed Lambda proxy response");
            return Future.failedFuture(Rejection.badGateway());
        }
    }

    /** Of a function that could not be called, or did not respond in time. */
    static Rejection rejection(Throwable cause) {
        if (cause instanceof Rejection already) {
            return already;
        }
        if (cause instanceof TimeoutException) {
            return Rejection.integrationTimeout();
        }
        return cause instanceof ServiceException problem && problem.status() == TOO_LARGE
                ? Rejection.requestTooLarge()
                : Rejection.uncallable();
    }
}
