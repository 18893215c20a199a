package dev.gatehouse.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.QueueConsumer;
import dev.gatehouse.store.RetryPause;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the actions of alarms: tells topics and invokes functions. They are written with the state
 * that asks for them: a kill loses none, and may bring one twice. A function's policy has to allow
 * {@code lambda.alarms.cloudwatch.amazonaws.com}; topics are told in the name of the account, and
 * have to be its own.
 */
final class AlarmActions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmActions.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUE = "cloudwatch.alarmactions";
    private static final String PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com";
    private static final String LAMBDA = "lambda";

    private final AlarmHistory history;
    private final Queue queue;
    private final QueueConsumer consumer;
    private final Clock clock;
    private volatile @Nullable Targets targets;

    AlarmActions(Store store, AlarmHistory history, Clock clock) {
        this.history = history;
        this.queue = store.queue(QUEUE);
        this.consumer = new QueueConsumer("alarm-actions", queue, this::take, clock);
        this.clock = clock;
    }

    /** What actions reach. */
    record Targets(FunctionInvoker functions, AwsServices services) {}

    /**
     * An action as it waits.
     *
     * @param action the ARN of what is told
     * @param updatedMillis when the alarm came into its state
     * @param subject of the notification of a topic
     * @param text the notification of a topic, or the event of a function
     */
    record Action(
            String account,
            String region,
            String alarm,
            String action,
            long updatedMillis,
            String subject,
            String text) {

        static Action of(AlarmChange change, String action) {
            Scope scope = change.scope();
            return new Action(
                    scope.account().value(),
                    scope.region().name(),
                    change.name(),
                    action,
                    change.after().updatedMillis(),
                    AlarmMessages.subject(change),
                    arn(action).service().equals(LAMBDA)
                            ? AlarmMessages.event(change)
                            : AlarmMessages.notification(change));
        }

        private static Arn arn(String action) {
            return Arn.parse(action).orElseThrow();
        }

        Arn arn() {
            return arn(action);
        }

        Scope scope() {
            return new Scope(new AccountId(account), new Region(region));
        }
    }

    /** From now on there is what actions reach. */
    void reach(Targets reached) {
        targets = reached;
        consumer.start();
    }

    /** Whether an action is one that alarms of an account can take here. */
    static boolean isKnown(String action, AccountId account) {
        return Arn.parse(action)
                .filter(
                        arn ->
                                arn.service().equals("sns") && arn.account().equals(account.value())
                                        || arn.service().equals(LAMBDA)
                                                && arn.resource().startsWith("function:"))
                .isPresent();
    }

    /** Adds the actions of an alarm's new state to the transaction that makes it. */
    void add(Transaction tx, AlarmChange change) {
        for (String action : change.actions()) {
            tx.queue(QUEUE).enqueue(action, clock.now(), "0", write(Action.of(change, action)));
        }
    }

    /** Looks for what a transaction added, once that is committed. */
    void tell() {
        consumer.tell();
    }

    private void take(Message message) {
        Action action = read(message.payload());
        String error = null;
        try {
            act(Objects.requireNonNull(targets), action);
        } catch (RuntimeException failure) {
            int failures = Integer.parseInt(message.state()) + 1;
            Optional<Duration> pause = RetryPause.after(failure, failures);
            if (pause.isPresent()) {
                queue.retry(message, clock.now().plus(pause.get()), Integer.toString(failures));
                return;
            }
            error =
                    failure instanceof ServiceException rejection
                            ? rejection.text()
                            : String.valueOf(failure);
            LOG.warn("Alarm {} could not act on {}: {}", action.alarm(), action.action(), error);
        }
        history.acted(action, error);
        queue.complete(List.of(message));
    }

    private static void act(Targets reached, Action action) {
        if (action.arn().service().equals(LAMBDA)) {
            invoke(reached.functions(), action);
            return;
        }
        Scope scope = action.scope();
        reached.services()
                .as(new CallerIdentity(Principal.root(scope.account()), scope.region()))
                .call(
                        "sns",
                        "Publish",
                        Map.of(
                                "TopicArn",
                                action.action(),
                                "Subject",
                                action.subject(),
                                "Message",
                                action.text()));
    }

    private static void invoke(FunctionInvoker functions, Action action) {
        try {
            functions
                    .invoke(
                            new Invocation(
                                    action.arn(),
                                    Buffer.buffer(action.text()),
                                    InvocationType.EVENT,
                                    RequestId.next(),
                                    new InvocationSource.ServicePrincipal(
                                            PRINCIPAL,
                                            Alarms.arn(action.scope(), action.alarm()),
                                            action.account()),
                                    InvocationDetails.NONE))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ServiceException rejected) {
                throw rejected;
            }
            throw failed;
        }
    }

    private static byte[] write(Action action) {
        try {
            return JSON.writeValueAsBytes(action);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are always JSON", impossible);
        }
    }

    private static Action read(byte[] payload) {
        try {
            return JSON.readValue(payload, Action.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Leaves what is not done to the next start. */
    @Override
    public void close() {
        try {
            consumer.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
