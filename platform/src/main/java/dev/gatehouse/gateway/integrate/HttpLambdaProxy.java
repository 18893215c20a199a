package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.EventV1;
import dev.gatehouse.proxy.EventV2;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import dev.gatehouse.proxy.response.ResponseV1;
import dev.gatehouse.proxy.response.ResponseV2;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeoutException;

/** {@code AWS_PROXY} of HTTP APIs with a function, in both payload formats. */
final class HttpLambdaProxy {
    private static final int THROTTLED = 429;

    private final FunctionCalls functions;

    HttpLambdaProxy(FunctionCalls functions) {
        this.functions = functions;
    }

    /** Calls the function. Fails with a {@link HttpRejection}. */
    Future<Response> call(HttpApiCall call, HttpIntegration.LambdaProxy integration) {
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                        integration.functionArn().resolveArn(call.stage().variables()),
                        StageText.resolve(integration.credentials(), call.stage().variables()),
                        call.sourceArn(),
                        call.plan().address(),
                        call.authorized().actor(),
                        integration.timeout());
        Buffer event =
                switch (integration.payloadFormat()) {
                    case V1 -> EventV1.http(call.request(), call.routed(), call.authorized());
                    case V2 -> EventV2.of(call.request(), call.routed(), call.authorized());
                };
        return functions
                .invoke(
                        callee,
                        InvocationType.REQUEST_RESPONSE,
                        event,
                        TraceHeader.complete(call.request().ids().trace()))
                .onSuccess(result -> call.integrated(result.status(), callee.requestId()))
                .onFailure(cause -> call.integrationFailed(FunctionCalls.failure(cause)))
                .transform(
                        result ->
                                result.succeeded()
                                        ? read(call, integration.payloadFormat(), result.result())
                                        : Future.failedFuture(rejection(result.cause())));
    }

    private static Future<Response> read(
            HttpApiCall call, PayloadFormat format, InvocationResult result) {
        if (result.functionError() != null) {
            call.integrationFailed(FunctionCalls.failure(result));
            return Future.failedFuture(HttpRejection.INTERNAL);
        }
        try {
            Response response =
                    switch (format) {
                        case V1 -> ResponseV1.http(result.payload());
                        case V2 -> ResponseV2.read(result.payload());
                    };
            call.tell("integration.status", response.status());
            return Future.succeededFuture(response);
        } catch (MalformedResponseException malformed) {
            call.integrationFailed(FunctionCalls.failure(malformed));
            return Future.failedFuture(HttpRejection.INTERNAL);
        }
    }

    /** A function that is throttled or takes too long is unavailable; else the API is at fault. */
    private static HttpRejection rejection(Throwable cause) {
        boolean throttled =
                cause instanceof ServiceException problem && problem.status() == THROTTLED;
        return throttled || cause instanceof TimeoutException
                ? HttpRejection.UNAVAILABLE
                : HttpRejection.INTERNAL;
    }
}
