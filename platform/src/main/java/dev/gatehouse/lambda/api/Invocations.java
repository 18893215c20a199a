package dev.gatehouse.lambda.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.InvocationResponse;
import dev.gatehouse.aws.lambda.InvokeAsyncRequest;
import dev.gatehouse.aws.lambda.InvokeAsyncResponse;
import dev.gatehouse.aws.lambda.InvokeWithResponseStreamRequest;
import dev.gatehouse.aws.lambda.InvokeWithResponseStreamResponse;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.http.Body;
import dev.gatehouse.identity.Federation;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.wire.EventHandler;
import dev.gatehouse.wire.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Invoke and its deprecated elder sister InvokeAsync. */
final class Invocations {
    private static final int LONGEST_CLIENT_CONTEXT = 3583;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FunctionInvoker invoker;

    Invocations(FunctionInvoker invoker) {
        this.invoker = invoker;
    }

    Future<InvocationResponse> invoke(RequestContext context, InvocationRequest input) {
        return invoker.invoke(
                        invocation(
                                context,
                                Here.invoked(context, input.functionName(), input.qualifier()),
                                payload(input.payload()),
                                type(input.invocationType()),
                                details(context, input.logType(), input.clientContext())
                                        .named(input.durableExecutionName())
                                        .forTenant(input.tenantId())))
                .map(Invocations::response);
    }

    private static InvocationResponse response(InvocationResult result) {
        boolean ran = result.status() == 200;
        return InvocationResponse.builder()
                .statusCode(result.status())
                .payload(result.payload().getBytes())
                .functionError(result.functionError())
                .logResult(base64(result.logTail()))
                .executedVersion(ran ? result.executedVersion() : null)
                .durableExecutionArn(result.durableExecution())
                .build();
    }

    /** One that the control plane has authorized. */
    private static Invocation invocation(
            RequestContext context,
            FunctionReference function,
            Buffer payload,
            InvocationType type,
            InvocationDetails details) {
        return new Invocation(
                function.arn(),
                payload,
                type,
                context.requestId(),
                InvocationSource.AUTHORIZED,
                details);
    }

    /** InvokeWithResponseStream. */
    EventHandler.Events<InvokeWithResponseStreamResponse> stream(
            RequestContext context, InvokeWithResponseStreamRequest input) {
        InvocationStream response =
                await(
                        invoker.stream(
                                invocation(
                                        context,
                                        Here.invoked(
                                                context, input.functionName(), input.qualifier()),
                                        payload(input.payload()),
                                        type(input.invocationType()),
                                        details(context, input.logType(), input.clientContext())
                                                .forTenant(input.tenantId()))));
        boolean runs = response.status() == 200;
        InvokeWithResponseStreamResponse head =
                InvokeWithResponseStreamResponse.builder()
                        .statusCode(response.status())
                        .executedVersion(runs ? response.executedVersion() : null)
                        .build();
        return new EventHandler.Events<>(
                head,
                runs ? new Body.Stream(new ResponseEvents(response), Body.UNKNOWN) : Body.NONE);
    }

    InvokeAsyncResponse invokeAsync(RequestContext context, InvokeAsyncRequest input) {
        InvocationResult result =
                await(
                        invoker.invoke(
                                new Invocation(
                                        Here.invoked(context, input.functionName(), null).arn(),
                                        payload(input.invokeArgs()),
                                        InvocationType.EVENT,
                                        context.requestId(),
                                        InvocationSource.AUTHORIZED,
                                        InvocationDetails.NONE)));
        return InvokeAsyncResponse.builder().status(result.status()).build();
    }

    private static <T> T await(Future<T> response) {
        try {
            return response.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ServiceException rejection ? rejection : e;
        }
    }

    /** A call without a payload brings the function an empty object. */
    private static Buffer payload(byte @Nullable [] payload) {
        return payload == null || payload.length == 0
                ? Buffer.buffer("{}")
                : Buffer.buffer(payload);
    }

    private static InvocationType type(@Nullable String wanted) {
        return switch (wanted) {
            case "Event" -> InvocationType.EVENT;
            case "DryRun" -> InvocationType.DRY_RUN;
            case null, default -> InvocationType.REQUEST_RESPONSE;
        };
    }

    private static InvocationDetails details(
            RequestContext context, @Nullable String logType, @Nullable String clientContext) {
        String trace = context.traceHeader();
        return new InvocationDetails(
                "Tail".equals(logType),
                clientContext == null ? null : clientContext(clientContext),
                Federation.cognitoIdentity(context.principal())
                        .map(Federation.CognitoIdentity::json)
                        .orElse(null),
                TraceHeader.isTrace(trace) ? trace : null);
    }

    private static String clientContext(String encoded) {
        if (encoded.length() > LONGEST_CLIENT_CONTEXT) {
            throw invalidContent(
                    "Client Context must be at most " + LONGEST_CLIENT_CONTEXT + " bytes.");
        }
        try {
            String json = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            if (JSON.readTree(json).isObject()) {
                return json;
            }
        } catch (IllegalArgumentException | JsonProcessingException _) {
            throw notAClientContext();
        }
        throw notAClientContext();
    }

    private static ServiceException notAClientContext() {
        return invalidContent("Client Context must be a valid Base64-encoded JSON object.");
    }

    private static ServiceException invalidContent(String message) {
        return new ServiceException(
                "InvalidRequestContentException", 400, message, Map.of("Type", "User"));
    }

    private static @Nullable String base64(@Nullable Buffer logTail) {
        return logTail == null ? null : Base64.getEncoder().encodeToString(logTail.getBytes());
    }
}
