package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.response.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls functions on behalf of an API: as API Gateway, or as the role that an integration names.
 */
public final class FunctionCalls {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionCalls.class);
    private static final int FORBIDDEN = 403;
    private static final String PRINCIPAL = "apigateway.amazonaws.com";

    private final FunctionInvoker functions;
    private final IntegrationRoles roles;
    private final LogPace pace;

    public FunctionCalls(FunctionInvoker functions, IntegrationRoles roles, Clock clock) {
        this.functions = functions;
        this.roles = roles;
        this.pace = new LogPace(clock);
    }

    /**
     * Whom to call and as whom.
     *
     * @param function with every stage variable filled in; empty when that makes no ARN
     * @param credentials the role that calls, with every stage variable filled in; null when the
     *     function's policy must allow {@code sourceArn}
     * @param caller who signed the request, for credentials that are the caller's; null for nobody
     * @param requestId under which the function knows the invocation
     * @param tenantId the tenant that the call is made for; null for none
     */
    public record Callee(
            Optional<Arn> function,
            @Nullable String credentials,
            String sourceArn,
            ApiAddress api,
            @Nullable Actor caller,
            Duration timeout,
            RequestId requestId,
            @Nullable String tenantId) {

        public Callee(
                Optional<Arn> function,
                @Nullable String credentials,
                String sourceArn,
                ApiAddress api,
                @Nullable Actor caller,
                Duration timeout) {
            this(function, credentials, sourceArn, api, caller, timeout, RequestId.next(), null);
        }

        /** The same for a tenant; null for none. */
        Callee forTenant(@Nullable String tenant) {
            return new Callee(
                    function, credentials, sourceArn, api, caller, timeout, requestId, tenant);
        }
    }

    /**
     * Invokes and waits no longer than the integration's timeout. Fails with {@link
     * java.util.concurrent.TimeoutException} after it, and with a {@link
     * dev.gatehouse.kernel.ServiceException} when the function cannot be called.
     *
     * @param trace the X-Ray trace header for the function
     */
    public Future<InvocationResult> invoke(
            Callee callee, InvocationType type, Buffer event, String trace) {
        return call(
                callee,
                (function, source) ->
                        inTime(
                                functions.invoke(
                                        invocation(callee, function, type, event, source, trace)),
                                callee));
    }

    /** The same for a response that comes as the function makes it: its head is waited for. */
    Future<InvocationStream> stream(Callee callee, Buffer event, String trace) {
        return call(
                callee,
                (function, source) -> {
                    Future<InvocationStream> response =
                            functions.stream(
                                    invocation(
                                            callee,
                                            function,
                                            InvocationType.REQUEST_RESPONSE,
                                            event,
                                            source,
                                            trace));
                    Future<InvocationStream> inTime = inTime(response, callee);
                    // Whoever comes late must not wait for a reader.
                    response.onSuccess(
                            late -> {
                                if (inTime.failed()) {
                                    late.payload().handler(_ -> {}).resume();
                                }
                            });
                    return inTime;
                });
    }

    private <T> Future<T> call(
            Callee callee, BiFunction<Arn, InvocationSource, Future<T>> invocation) {
        if (callee.function().isEmpty()) {
            return Future.failedFuture(new MalformedResponseException("not a function's ARN"));
        }
        Arn function = callee.function().get();
        String credentials = callee.credentials();
        if (credentials == null) {
            return invocation.apply(
                    function,
                    new InvocationSource.ServicePrincipal(
                            PRINCIPAL, callee.sourceArn(), callee.api().account().value()));
        }
        return roles.session(credentials, callee.api(), callee.caller())
                .compose(
                        actor ->
                                invocation.apply(
                                        function,
                                        new InvocationSource.Identity(
                                                actor, roles.keys(credentials, callee.api()))))
                .onFailure(cause -> logged(callee, cause));
    }

    /**
     * What access logs tell of a function that failed ({@code $context.integrationErrorMessage}).
     */
    static String failure(InvocationResult result) {
        return "The Lambda function returned the following error: %s. Check your Lambda function code and try again."
                .formatted(result.functionError());
    }

    /** What access logs tell of a call that came to nothing. */
    static String failure(Throwable cause) {
        return switch (cause) {
            case MalformedResponseException _ ->
                    "The response from the Lambda function doesn't match the format that API"
                            + " Gateway expects.";
            case TimeoutException _ -> "Endpoint request timed out";
            case ServiceException denied when denied.status() == FORBIDDEN ->
                    "The IAM role configured on the integration or API Gateway doesn't have"
                            + " permissions to call the integration. Check the permissions and try"
                            + " again.";
            case ServiceException other -> other.text();
            default -> "Internal server error";
        };
    }

    private static Invocation invocation(
            Callee callee,
            Arn function,
            InvocationType type,
            Buffer event,
            InvocationSource source,
            String trace) {
        return new Invocation(
                function,
                event,
                type,
                callee.requestId(),
                source,
                new InvocationDetails(false, null, null, trace).forTenant(callee.tenantId()));
    }

    private static <T> Future<T> inTime(Future<T> result, Callee callee) {
        return result.isComplete()
                ? result
                : result.timeout(callee.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What a client is not told: it gets a 500. */
    private void logged(Callee callee, Throwable cause) {
        if (cause instanceof ServiceException denied
                && denied.code().equals(IntegrationRoles.DENIED)
                && pace.allows()) {
            LOG.warn(
                    "An integration of API {} failed: {} ({} such failures before this one were not"
                            + " logged)",
                    callee.api().apiId(),
                    denied.text(),
                    pace.skipped());
        }
    }
}
