package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.RestIntegration;
import dev.gatehouse.proxy.MalformedResponseException;
import dev.gatehouse.proxy.ProxyResponse;
import dev.gatehouse.proxy.ProxyResponseReader;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeoutException;

/**
 * {@code AWS_PROXY} of REST APIs with a function: the request as an event, the function's answer
 * checked and passed on.
 */
public final class RestLambdaProxy {
    private static final int OK = 200;

    private final FunctionCalls functions;
    private final ProxyResponseReader reader = new ProxyResponseReader(false);

    public RestLambdaProxy(FunctionCalls functions) {
        this.functions = functions;
    }

    /** Calls the function. Fails with a {@link Rejection}. */
    public Future<Response> answer(RestApiCall call, RestIntegration.LambdaProxy integration) {
        if (!integration.httpMethod().equals("POST")) {
            return Future.failedFuture(Rejection.misconfigured());
        }
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                        integration.functionArn().resolveArn(call.stage().variables()),
                        StageText.resolve(integration.credentials(), call.stage().variables()),
                        call.sourceArn(),
                        call.plan().address(),
                        integration.timeout());
        return functions
                .invoke(callee, EventV1.of(call), call.request())
                .transform(
                        result ->
                                result.succeeded()
                                        ? read(call, result.result())
                                        : Future.failedFuture(rejection(result.cause())));
    }

    private Future<Response> read(RestApiCall call, InvocationResult result) {
        if (result.functionError() != null) {
            return Future.failedFuture(Rejection.badGateway());
        }
        try {
            ProxyResponse answer = reader.read(result.payload());
            if (answer.members == 0 || answer.unknownMember || !answer.cookies.isEmpty()) {
                return Future.failedFuture(Rejection.badGateway());
            }
            boolean decode =
                    answer.base64
                            && call.stage()
                                    .deployment()
                                    .binaryMediaTypes()
                                    .accepted(call.request().header("Accept"));
            MultiMap headers = RemappedHeaders.rest(answer.mergedHeaders());
            if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
                headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
            }
            headers.set("X-Amzn-Trace-Id", call.request().ids().trace());
            return Future.succeededFuture(
                    new Response(
                            answer.status == 0 ? OK : answer.status,
                            headers,
                            answer.bytes(decode)));
        } catch (MalformedResponseException malformed) {
            return Future.failedFuture(Rejection.badGateway());
        }
    }

    private static Rejection rejection(Throwable cause) {
        return cause instanceof TimeoutException
                ? Rejection.integrationTimeout()
                : Rejection.uncallable();
    }
}
