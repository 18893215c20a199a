package dev.gatehouse.gateway.integrate.websocket;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.EndpointLog;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration.LambdaCustom;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration.LambdaProxy;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.ErrorDocument;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import dev.gatehouse.proxy.response.ResponseV1;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls functions for the routes of WebSocket APIs. */
final class Functions {
    private static final int TOO_LARGE = 413;

    /** For a function that failed, as its proxies have it. */
    private static final int FAILED = 502;

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final Buffer NO_EVENT = Buffer.buffer("{}");

    private final FunctionCalls functions;

    Functions(FunctionCalls functions) {
        this.functions = functions;
    }

    /** {@code AWS_PROXY}. Fails with a {@link Rejection}. */
    Future<Outcome> call(WebSocketCall call, LambdaProxy integration) {
        return invoke(
                        call,
                        callee(
                                call,
                                integration.function(),
                                integration.credentials(),
                                integration.timeout()),
                        call.event())
                .map(Functions::outcome);
    }

    private static Outcome outcome(InvocationResult result) {
        if (result.functionError() != null) {
            throw Rejection.badGateway();
        }
        try {
            Response response = ResponseV1.rest(result.payload(), true);
            return new Outcome(
                    response.status(),
                    response.status(),
                    response.headers().get(PROTOCOL),
                    response.body().buffered(Long.MAX_VALUE).result());
        } catch (MalformedResponseException malformed) {
            throw Rejection.badGateway();
        }
    }

    /** {@code AWS}. Fails with a {@link Rejection}, or another exception of its templates. */
    Future<Outcome> call(WebSocketCall call, LambdaCustom integration) {
        MessageScope scope = new MessageScope(call);
        BackendInput input = scope.request(integration.mapping());
        return invoke(
                        call,
                        callee(
                                call,
                                integration.function(),
                                integration.credentials(),
                                integration.timeout()),
                        input.body().length() == 0 ? NO_EVENT : input.body())
                .map(
                        result ->
                                Mapped.outcome(
                                        call,
                                        scope,
                                        integration.mapping(),
                                        result.functionError() == null ? result.status() : FAILED,
                                        output(result)));
    }

    private static BackendOutput output(InvocationResult result) {
        return new BackendOutput(
                result.functionError() == null ? "" : ErrorDocument.message(result.payload()),
                HttpHeaders.headers(),
                result.payload());
    }

    private static FunctionCalls.Callee callee(
            WebSocketCall call,
            StageText function,
            @Nullable StageText credentials,
            Duration timeout) {
        return new FunctionCalls.Callee(
                function.resolveArn(call.stage().variables()),
                StageText.resolve(credentials, call.stage().variables()),
                call.sourceArn(),
                call.address(),
                call.authorized().actor(),
                timeout);
    }

    private Future<InvocationResult> invoke(
            WebSocketCall call, FunctionCalls.Callee callee, Buffer event) {
        String trace = TraceHeader.complete(call.named().ids().trace());
        EndpointLog.sent(call.log(), callee, event, trace);
        return functions
                .invoke(callee, InvocationType.REQUEST_RESPONSE, event, trace)
                .onSuccess(result -> responded(call, callee, result, trace))
                .onFailure(cause -> EndpointLog.failed(call.log(), callee, cause))
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    private static void responded(
            WebSocketCall call,
            FunctionCalls.Callee callee,
            InvocationResult result,
            String trace) {
        call.integrated(result.status());
        EndpointLog.received(call.log(), callee, result, trace);
        if (result.functionError() != null) {
            EndpointLog.failed(call.log(), callee, result);
        }
    }

    private static Rejection rejection(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return Rejection.integrationTimeout();
        }
        return cause instanceof ServiceException problem && problem.status() == TOO_LARGE
                ? Rejection.requestTooLarge()
                : Rejection.uncallable();
    }
}
