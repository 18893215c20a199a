package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.HttpIntegration;
import dev.gatehouse.gateway.plan.HttpIntegration.PayloadFormat;
import dev.gatehouse.proxy.MalformedResponseException;
import dev.gatehouse.proxy.ProxyResponse;
import dev.gatehouse.proxy.ProxyResponseReader;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.StatusCodes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code AWS_PROXY} of HTTP APIs with a function, in both payload formats. */
public final class HttpLambdaProxy {
    private static final int OK = 200;
    private static final MalformedResponseException NO_STATUS =
            new MalformedResponseException("no statusCode");

    private final FunctionCalls functions;
    private final ProxyResponseReader reader = new ProxyResponseReader(true);

    public HttpLambdaProxy(FunctionCalls functions) {
        this.functions = functions;
    }

    /** Calls the function. Fails with a {@link HttpRejection}. */
    public Future<Response> answer(HttpApiCall call, HttpIntegration.LambdaProxy integration) {
        FunctionCalls.Callee callee =
                new FunctionCalls.Callee(
                        integration.functionArn().resolveArn(call.stage().variables()),
                        StageText.resolve(integration.credentials(), call.stage().variables()),
                        call.sourceArn(),
                        call.plan().address(),
                        integration.timeout());
        Buffer event =
                switch (integration.payloadFormat()) {
                    case V1 -> EventV1.of(call);
                    case V2 -> EventV2.of(call);
                };
        return functions
                .invoke(callee, event, call.request())
                .transform(
                        result ->
                                result.succeeded()
                                        ? read(integration.payloadFormat(), result.result())
                                        : Future.failedFuture(refusal(result.cause())));
    }

    private Future<Response> read(PayloadFormat format, InvocationResult result) {
        if (result.functionError() != null) {
            return Future.failedFuture(HttpRejection.INTERNAL);
        }
        try {
            return Future.succeededFuture(
                    switch (format) {
                        case V1 -> v1(result.payload());
                        case V2 -> v2(result.payload());
                    });
        } catch (MalformedResponseException malformed) {
            return Future.failedFuture(HttpRejection.INTERNAL);
        }
    }

    private Response v1(Buffer payload) {
        ProxyResponse answer = reader.read(payload);
        if (answer.status == 0) {
            throw NO_STATUS;
        }
        return answer(answer, answer.mergedHeaders());
    }

    /**
     * An answer without a status code, JSON or not, is the body itself: observed on AWS, which
     * promises it for JSON only. The usual answer has one, so the rest is looked at only when
     * reading that failed.
     */
    private Response v2(Buffer payload) {
        ProxyResponse answer = structured(payload);
        if (answer == null) {
            MultiMap headers = HttpHeaders.headers();
            headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
            return new Response(OK, headers, payload);
        }
        answer.cookies.forEach(cookie -> answer.headers.add(HttpHeaders.SET_COOKIE, cookie));
        return answer(answer, answer.headers);
    }

    /** The answer, when it is an object with a status code; null when it is not. */
    private @Nullable ProxyResponse structured(Buffer payload) {
        MalformedResponseException malformed = NO_STATUS;
        try {
            ProxyResponse answer = reader.read(payload);
            if (answer.status != 0) {
                return answer;
            }
        } catch (MalformedResponseException reason) {
            malformed = reason;
        }
        if (StatusCodes.present(payload)) {
            throw malformed;
        }
        return null;
    }

    private static Response answer(ProxyResponse answer, MultiMap headers) {
        RemappedHeaders.http(headers);
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        }
        return new Response(answer.status, headers, answer.bytes(answer.base64));
    }

    private static HttpRejection refusal(Throwable cause) {
        return cause instanceof TimeoutException
                ? HttpRejection.UNAVAILABLE
                : HttpRejection.INTERNAL;
    }
}
