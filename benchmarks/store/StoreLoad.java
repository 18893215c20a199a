import dev.gatehouse.client.AwsClient;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.lambda.async.AsyncEvents;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.sql.SqlStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/**
 * The store's own rate of commits, and beside it how many asynchronous events it takes from their
 * acceptance to their end, with functions that do nothing. Arguments: seconds each, and a store's
 * URL (a SQLite of its own when left out).
 */
public final class StoreLoad {
    private static final Kind<Line> KIND = new Kind<>("benchmark.line", Line.class);
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
    private static final String TEXT = "x".repeat(200);
    private static final int ROUNDS = 3;

    record Line(String text) {}

    public static void main(String[] arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 3);
        Path folder = Files.createTempDirectory("gatehouse-store");
        String url = arguments.length > 1 ? arguments[1] : "sqlite:" + folder.resolve("store.db");
        try (SqlStore store = SqlStore.open(url)) {
            System.out.println("| senders | commits/s | events/s | ratio |\n|---|---|---|---|");
            for (int senders : new int[] {1, 16, 64}) {
                double commits = 0;
                double events = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    commits = Math.max(commits, commits(store, senders, each));
                    events = Math.max(events, events(store, senders, each));
                }
                System.out.printf(
                        "| %d | %,.0f | %,.0f | %.2f |%n",
                        senders, commits, events, events / commits);
            }
        }
    }

    private static double commits(SqlStore store, int senders, Duration each) throws Exception {
        Documents<Line> lines = store.documents(KIND);
        LongAdder written = new LongAdder();
        long start = System.nanoTime();
        run(
                senders,
                each,
                _ -> {
                    lines.insert(SCOPE, RequestId.next().value(), new Line(TEXT));
                    written.increment();
                });
        double rate = written.sum() * 1e9 / (System.nanoTime() - start);
        lines.deleteAll(SCOPE, "");
        return rate;
    }

    /** Until the last one has ended. */
    private static double events(SqlStore store, int senders, Duration each) throws Exception {
        LongAdder ended = new LongAdder();
        LongAdder accepted = new LongAdder();
        EventRuns runs =
                new EventRuns() {
                    @Override
                    public Future<InvocationResult> run(Invocation invocation) {
                        ended.increment();
                        return Future.succeededFuture(
                                new InvocationResult(
                                        200, Buffer.buffer("{}"), null, "$LATEST", null));
                    }

                    @Override
                    public EventOutlook outlook(Arn invoked) {
                        return EventOutlook.none(invoked);
                    }

                    @Override
                    public boolean isStopped(Arn function) {
                        return false;
                    }
                };
        Deliveries deliveries = new Deliveries(store, new NoServices(), Clock.SYSTEM);
        AsyncEvents events =
                new AsyncEvents(store, AsyncSettings.DEFAULTS, deliveries, Clock.SYSTEM);
        events.start(runs);
        Arn function = Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:f").orElseThrow();
        Buffer payload = Buffer.buffer('"' + TEXT + '"');
        long start = System.nanoTime();
        run(
                senders,
                each,
                _ -> {
                    events.accept(
                                    new Invocation(
                                            function,
                                            payload,
                                            InvocationType.EVENT,
                                            RequestId.next(),
                                            InvocationSource.AUTHORIZED,
                                            InvocationDetails.NONE),
                                    function)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
                    accepted.increment();
                });
        while (store.queue("lambda.async").size() > 0) {
            Thread.sleep(1);
        }
        double rate = accepted.sum() * 1e9 / (System.nanoTime() - start);
        events.close();
        return rate;
    }

    private static void run(int senders, Duration each, IntConsumer work) throws Exception {
        long end = System.nanoTime() + each.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            int number = sender;
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (System.nanoTime() < end) {
                                            work.accept(number);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Nothing is delivered anywhere. */
    private static final class NoServices implements RoleServices {
        @Override
        public boolean serves(String service) {
            return false;
        }

        @Override
        public AwsClient as(Arn role, Arn function) {
            throw new IllegalStateException("nothing is delivered here");
        }

        @Override
        public AwsClient asLambda(AccountId account, Region region) {
            throw new IllegalStateException("nothing is delivered here");
        }

        @Override
        public void authorize(
                Arn role, Region region, String service, String operation, Map<String, ?> input) {
            // never asked
        }
    }
}
