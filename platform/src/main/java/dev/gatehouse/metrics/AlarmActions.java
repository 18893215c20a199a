package dev.gatehouse.metrics;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the actions of alarms: tells topics and invokes functions. A function's policy has to allow
 * {@code lambda.alarms.cloudwatch.amazonaws.com}; topics are told in the name of the account.
 */
final class AlarmActions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmActions.class);
    private static final String PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com";

    /** Under way at once; what comes beyond is dropped, and told. */
    private static final int MOST = 256;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final AlarmHistory history;
    private final Semaphore room = new Semaphore(MOST);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("alarm-action-", 0).factory());
    private volatile @Nullable Targets targets;

    AlarmActions(AlarmHistory history) {
        this.history = history;
    }

    /** What actions reach. */
    record Targets(FunctionInvoker functions, AwsServices services) {}

    /** From now on there is what actions reach. */
    void reach(Targets reached) {
        targets = reached;
    }

    /** Whether an action is one that can be taken here. */
    static boolean isKnown(String action) {
        return Arn.parse(action)
                .filter(
                        arn ->
                                arn.service().equals("sns")
                                        || arn.service().equals("lambda")
                                                && arn.resource().startsWith("function:"))
                .isPresent();
    }

    /** Takes the actions of an alarm's new state, in the background. */
    void take(AlarmChange change) {
        Targets reached = targets;
        for (String action : change.actions()) {
            if (reached == null || !room.tryAcquire()) {
                LOG.warn("The action {} of alarm {} was dropped", action, change.name());
                history.acted(change, action, "Too many actions are under way");
                continue;
            }
            threads.execute(
                    () -> {
                        try {
                            take(reached, change, action);
                        } finally {
                            room.release();
                        }
                    });
        }
    }

    private void take(Targets reached, AlarmChange change, String action) {
        String error = null;
        try {
            for (int attempt = 0; ; attempt++) {
                try {
                    act(reached, change, Arn.parse(action).orElseThrow());
                    break;
                } catch (ServiceException failed) {
                    if (!isPassing(failed) || attempt == PAUSES.size()) {
                        error = failed.text();
                        break;
                    }
                    Thread.sleep(PAUSES.get(attempt));
                }
            }
        } catch (InterruptedException stopped) {
            error = "The node was stopped";
        }
        if (error != null) {
            LOG.warn("Alarm {} could not act on {}: {}", change.name(), action, error);
        }
        if (!threads.isShutdown()) {
            history.acted(change, action, error);
        }
    }

    private static boolean isPassing(ServiceException failed) {
        return failed.status() == TOO_MANY
                || failed.status() >= SERVER_ERROR && !failed.code().equals("NotImplemented");
    }

    private static void act(Targets reached, AlarmChange change, Arn action) {
        if (action.service().equals("lambda")) {
            invoke(reached.functions(), change, action);
            return;
        }
        Principal account = Principal.root(change.scope().account());
        reached.services()
                .as(new CallerIdentity(account, change.scope().region()))
                .call(
                        "sns",
                        "Publish",
                        Map.of(
                                "TopicArn",
                                action.toString(),
                                "Subject",
                                AlarmMessages.subject(change),
                                "Message",
                                AlarmMessages.notification(change)));
    }

    private static void invoke(FunctionInvoker functions, AlarmChange change, Arn function) {
        try {
            functions
                    .invoke(
                            new Invocation(
                                    function,
                                    Buffer.buffer(AlarmMessages.event(change)),
                                    InvocationType.EVENT,
                                    RequestId.next(),
                                    new InvocationSource.ServicePrincipal(
                                            PRINCIPAL,
                                            change.arn(),
                                            change.scope().account().value()),
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

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
