package dev.gatehouse.app.services;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.QueueUrl;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What buckets and rules send events to: functions of the node, whose resource policies have to
 * allow it, and queues and topics of the sender's own account where an endpoint serves them.
 */
public final class PushedEvents implements PushTargets {
    private static final String LAMBDA = "lambda";

    private final FunctionInvoker functions;
    private final AwsServices services;

    public PushedEvents(FunctionInvoker functions, AwsServices services) {
        this.functions = functions;
        this.services = services;
    }

    @Override
    public Optional<String> obstacle(Source source, Arn target) {
        if (target.service().equals(LAMBDA)) {
            try {
                invoke(source, target, InvocationType.DRY_RUN, new byte[0], null);
                return Optional.empty();
            } catch (ServiceException rejected) {
                return Optional.of("Not authorized to invoke function [" + target + "]");
            }
        }
        if (!services.isElsewhere(target.service())) {
            return Optional.of(
                    "This Gatehouse has no endpoint of the service: set endpoint."
                            + target.service());
        }
        return isOwn(source, target)
                ? Optional.empty()
                : Optional.of(
                        "The target is of another account, and no policy of it is known here");
    }

    private static boolean isOwn(Source source, Arn target) {
        return target.account().equals(source.account().value());
    }

    @Override
    public void send(Source source, Arn target, byte[] notification, @Nullable String traceHeader) {
        if (target.service().equals(LAMBDA)) {
            invoke(source, target, InvocationType.EVENT, notification, traceHeader);
            return;
        }
        Optional<String> obstacle = obstacle(source, target);
        if (obstacle.isPresent()) {
            throw new ServiceException("InvalidArgument", 400, obstacle.get());
        }
        String text = new String(notification, StandardCharsets.UTF_8);
        var client =
                services.as(new CallerIdentity(Principal.root(source.account()), source.region()));
        if (target.service().equals("sqs")) {
            client.call(
                    "sqs",
                    "SendMessage",
                    Map.of("QueueUrl", QueueUrl.of(target), "MessageBody", text));
        } else {
            client.call("sns", "Publish", Map.of("TopicArn", target.toString(), "Message", text));
        }
    }

    private void invoke(
            Source source,
            Arn function,
            InvocationType type,
            byte[] event,
            @Nullable String traceHeader) {
        Invocation invocation =
                new Invocation(
                        function,
                        Buffer.buffer(event),
                        type,
                        RequestId.next(),
                        new InvocationSource.ServicePrincipal(
                                source.principal(), source.arn(), source.account().value()),
                        new InvocationDetails(false, null, null, traceHeader));
        try {
            functions.invoke(invocation).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof ServiceException rejection ? rejection : failed;
        }
    }
}
