package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.ErrorDocument;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.gateway.transform.ResponseMapper;
import dev.gatehouse.gateway.transform.TemplateScope;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * {@code AWS} with a function: the mapped request is its event, and its error message selects the
 * response ("Set up Lambda custom integrations in API Gateway").
 */
final class RestLambdaCustom {
    private static final Buffer NO_EVENT = Buffer.buffer("{}");

    private final FunctionCalls functions;

    RestLambdaCustom(FunctionCalls functions) {
        this.functions = functions;
    }

    /** Calls the function. Fails with a {@link Rejection}. */
    Future<Response> call(RestApiCall call, RestIntegration.LambdaCustom integration) {
        if (!integration.httpMethod().equals("POST")) {
            return Future.failedFuture(Rejection.misconfigured());
        }
        TemplateScope scope = new TemplateScope(call);
        try {
            BackendInput input = RequestMapper.map(integration.mapping(), scope);
            return invoke(call, integration, input)
                    .map(output -> ResponseMapper.map(integration.mapping(), output, scope))
                    .map(response -> traced(call, response))
                    .recover(cause -> Future.failedFuture(rejection(cause)));
        } catch (TemplateException faulty) {
            return Future.failedFuture(Rejection.misconfigured());
        }
    }

    private Future<BackendOutput> invoke(
            RestApiCall call, RestIntegration.LambdaCustom integration, BackendInput input) {
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                                integration.functionArn().resolveArn(call.stage().variables()),
                                StageText.resolve(
                                        integration.credentials(), call.stage().variables()),
                                call.sourceArn(),
                                call.plan().address(),
                                call.authorized().actor(),
                                integration.timeout())
                        .forTenant(input.headers().get("X-Amz-Tenant-Id"));
        String trace = TraceHeader.complete(call.request().ids().trace());
        Buffer event = input.body().length() == 0 ? NO_EVENT : input.body();
        EndpointLog.sent(call.log(), callee, event, trace);
        return functions
                .invoke(
                        callee,
                        InvocationType.ofHeader(input.headers().get("X-Amz-Invocation-Type")),
                        event,
                        trace)
                .onFailure(
                        cause -> {
                            EndpointLog.failed(call.log(), callee, cause);
                            call.integrationFailed(FunctionCalls.failure(cause));
                        })
                .onSuccess(result -> call.integrated(result.status(), callee.requestId()))
                .onSuccess(result -> told(call, result))
                .onSuccess(result -> EndpointLog.received(call.log(), callee, result, trace))
                .map(result -> output(result, trace));
    }

    private static void told(RestApiCall call, InvocationResult result) {
        if (result.functionError() != null) {
            call.integrationFailed(FunctionCalls.failure(result));
        }
    }

    private static BackendOutput output(InvocationResult result, String trace) {
        MultiMap headers = HttpHeaders.headers();
        headers.set("Content-Type", "application/json");
        headers.set("X-Amz-Executed-Version", result.executedVersion());
        headers.set("X-Amzn-Trace-Id", trace);
        String error = result.functionError();
        if (error != null) {
            headers.set("X-Amz-Function-Error", error);
        }
        return new BackendOutput(
                error == null ? "" : ErrorDocument.message(result.payload()),
                headers,
                result.payload());
    }

    private static Response traced(RestApiCall call, Response response) {
        if (!response.headers().contains(HeaderNames.TRACE_ID)) {
            response.headers().set(HeaderNames.TRACE_ID, call.request().ids().trace());
        }
        return response;
    }

    private static Throwable rejection(Throwable cause) {
        if (cause instanceof TemplateException) {
            return Rejection.misconfigured();
        }
        // Seen on AWS: the only one of Lambda's own errors whose words reach a client.
        return cause instanceof ServiceException problem
                        && problem.code().equals("InvalidRequestContentException")
                ? new Rejection(GatewayResponseType.BAD_REQUEST_BODY, problem.text())
                : RestLambdaProxy.rejection(cause);
    }
}
