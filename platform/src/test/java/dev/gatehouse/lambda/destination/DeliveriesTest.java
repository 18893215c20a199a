package dev.gatehouse.lambda.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When what is to be delivered is, and when it is dropped. */
@Tag("node")
final class DeliveriesTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final String FUNCTION =
            "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST";
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";

    @TempDir private Path folder;
    private final TurnableClock clock = new TurnableClock();
    private final Receiver receiver = new Receiver();

    /** A queue, which may be out of order. */
    private static final class Receiver implements RoleServices, AwsClient {
        private final List<String> attempts = new CopyOnWriteArrayList<>();
        private volatile int status = 200;
        private volatile CountDownLatch hanging = new CountDownLatch(0);

        @Override
        public boolean serves(String service) {
            return true;
        }

        @Override
        public AwsClient as(Arn role, Arn function) {
            return this;
        }

        @Override
        public AwsClient asLambda(AccountId account, Region region) {
            return this;
        }

        @Override
        public void authorize(
                Arn role, Region region, String service, String operation, Map<String, ?> input) {
            // allowed
        }

        @Override
        public Structure call(OperationModel operation, Structure input) {
            attempts.add(String.valueOf(input.value("MessageBody")));
            if (String.valueOf(input.value("QueueUrl")).endsWith("-hangs")) {
                await();
            }
            if (status != 200) {
                throw new ServiceException("E", status, "out of order");
            }
            return Structure.builder(operation.output()).build();
        }

        private void await() {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public InputStream payload(OperationModel operation, Structure input) {
            throw new IllegalStateException();
        }

        @Override
        public AwsResponse send(String service, AwsRequest request) {
            throw new IllegalStateException();
        }
    }

    private SqlStore store() {
        return SqlStore.open("sqlite:" + folder.resolve("deliveries.db"));
    }

    private void enqueue(SqlStore store, Delivery.Kind kind, String payload) {
        Delivery delivery = new Delivery(QUEUE, ROLE, kind, FUNCTION, "id", "no", 0);
        store.queue(Deliveries.QUEUE)
                .enqueue(
                        QUEUE,
                        clock.now(),
                        delivery.state(),
                        payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatADestinationDoesNotTakeIsDeliveredLaterAlsoByTheNextNode() throws Exception {
        receiver.status = 503;
        try (SqlStore store = store();
                Deliveries deliveries = new Deliveries(store, receiver, clock)) {
            enqueue(store, Delivery.Kind.SUCCESS, "record");
            deliveries.start();
            Eventually.holds(() -> receiver.attempts.size() == 1);
            clock.turn(Duration.ofSeconds(1));
            Eventually.holds(() -> receiver.attempts.size() == 2);
        }
        receiver.status = 200;
        clock.turn(Duration.ofMinutes(3));
        try (SqlStore store = store();
                Deliveries deliveries = new Deliveries(store, receiver, clock)) {
            deliveries.start();
            Eventually.holds(() -> store.queue(Deliveries.QUEUE).size() == 0);
        }
        assertThat(receiver.attempts).containsExactly("record", "record", "record");
    }

    @Test
    void aDestinationThatHangsHoldsUpNoOther() throws Exception {
        try (SqlStore store = store();
                Deliveries deliveries = new Deliveries(store, receiver, clock)) {
            receiver.hanging = new CountDownLatch(1);
            for (int i = 0; i < 40; i++) {
                enqueue(store, QUEUE + "-hangs", "hangs");
            }
            deliveries.start();
            Eventually.holds(() -> receiver.attempts.size() == 16);
            enqueue(store, QUEUE, "record");
            deliveries.tell();
            Eventually.holds(() -> receiver.attempts.contains("record"));
            assertThat(receiver.attempts).hasSize(17);
            receiver.hanging.countDown();
            Eventually.holds(() -> store.queue(Deliveries.QUEUE).size() == 0);
        }
        assertThat(receiver.attempts).hasSize(41);
    }

    private void enqueue(SqlStore store, String target, String payload) {
        Delivery delivery =
                new Delivery(target, ROLE, Delivery.Kind.SUCCESS, FUNCTION, "id", null, 0);
        store.queue(Deliveries.QUEUE)
                .enqueue(
                        target,
                        clock.now(),
                        delivery.state(),
                        payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatADestinationRejectsIsDroppedAndCounted() throws Exception {
        receiver.status = 403;
        try (SqlStore store = store();
                Deliveries deliveries = new Deliveries(store, receiver, clock)) {
            enqueue(store, Delivery.Kind.FAILURE, "record");
            enqueue(store, Delivery.Kind.DEAD_LETTER, "event");
            deliveries.start();
            Eventually.holds(() -> store.queue(Deliveries.QUEUE).size() == 0);
            assertThat(deliveries.failedRecords()).isEqualTo(1);
            assertThat(deliveries.failedDeadLetters()).isEqualTo(1);
        }
    }
}
