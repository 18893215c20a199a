package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls functions on behalf of an API. */
final class FunctionCalls {
    private static final String PRINCIPAL = "apigateway.amazonaws.com";

    private final FunctionInvoker functions;

    FunctionCalls(FunctionInvoker functions) {
        this.functions = functions;
    }

    /**
     * Whom to call and as whom.
     *
     * @param function with every stage variable filled in; empty when that makes no ARN
     * @param credentials the role that calls; null when the function's policy must allow {@code
     *     sourceArn}
     */
    record Callee(
            Optional<Arn> function,
            @Nullable String credentials,
            String sourceArn,
            ApiAddress api,
            Duration timeout) {}

    /**
     * Invokes and waits no longer than the integration's timeout. Fails with {@link
     * java.util.concurrent.TimeoutException} after it, and with a {@link
     * dev.gatehouse.kernel.ServiceException} when the function cannot be called.
     */
    Future<InvocationResult> invoke(Callee callee, Buffer event, ClientRequest request) {
        if (callee.function().isEmpty()) {
            return Future.failedFuture(new MalformedResponseException("not a function's ARN"));
        }
        Future<InvocationResult> result =
                functions.invoke(
                        new Invocation(
                                callee.function().get(),
                                event,
                                InvocationType.REQUEST_RESPONSE,
                                RequestId.next(),
                                source(callee),
                                new InvocationDetails(false, null, null, request.ids().trace())));
        return result.isComplete()
                ? result
                : result.timeout(callee.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static InvocationSource source(Callee callee) {
        return callee.credentials() != null
                ? InvocationSource.AUTHORIZED
                : new InvocationSource.ServicePrincipal(
                        PRINCIPAL, callee.sourceArn(), callee.api().account().value());
    }
}
