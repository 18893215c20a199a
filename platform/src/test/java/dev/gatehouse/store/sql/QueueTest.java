package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
@Tag("node")
final class QueueTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant LEASED = NOW.plusSeconds(60);

    @Parameter Databases database = Databases.SQLITE;

    @TempDir Path folder = Path.of("");

    private String url = "";
    private SqlStore store;
    private Queue queue;

    @BeforeEach
    void open() {
        url = database.freshUrl(folder);
        store = SqlStore.open(url);
        queue = store.queue("test");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deliversWhatWasEnqueuedInItsOrder() {
        byte[] payload = {0, -1, 'x', 0};
        queue.enqueue("f", NOW, "first", payload);
        queue.enqueue("f", NOW, "second", new byte[0]);

        List<Message> claimed = claim("f", 10);

        assertThat(claimed).extracting(Message::state).containsExactly("first", "second");
        assertThat(claimed.getFirst().payload()).isEqualTo(payload);
        assertThat(claimed.getFirst().deliveries()).isEqualTo(1);
    }

    @Test
    @Timeout(300)
    void whoReadsAfterTheEndIsRejectedAndDoesNotWait() {
        store.close();
        assertThatThrownBy(queue::families).isInstanceOf(RuntimeException.class);
        store = SqlStore.open(url);
    }

    @Test
    void deliversNothingBeforeItIsDue() {
        enqueue("f", "later", NOW.plusMillis(1));

        assertThat(claim("f", 10)).isEmpty();
        assertThat(queue.claim("f", NOW.plusMillis(1), LEASED, 10)).hasSize(1);
    }

    @Test
    void deliversWhatIsDueTheLongestFirst() {
        enqueue("f", "young", NOW);
        enqueue("f", "old", NOW.minusSeconds(1));

        assertThat(claim("f", 1)).extracting(Message::state).containsExactly("old");
    }

    @Test
    void deliversAgainWhatNobodyCompletedInTime() {
        enqueue("f", "a", NOW);
        Message lost = claim("f", 1).getFirst();
        assertThat(claim("f", 1)).isEmpty();

        Message again = queue.claim("f", LEASED, LEASED.plusSeconds(60), 1).getFirst();

        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(queue.complete(List.of(lost))).isZero();
        assertThat(queue.complete(List.of(again))).isEqualTo(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aClaimThatIsExtendedLasts() {
        enqueue("f", "a", NOW);
        queue.extend(claim("f", 1), LEASED.plusSeconds(60));

        assertThat(queue.claim("f", LEASED, LEASED.plusSeconds(60), 1)).isEmpty();
    }

    @Test
    void aRetryChangesTheStateAndForgetsDeliveries() {
        enqueue("f", "a", NOW);
        queue.retry(claim("f", 1).getFirst(), NOW.plusSeconds(1), "b");

        assertThat(claim("f", 1)).isEmpty();
        Message retried = queue.claim("f", NOW.plusSeconds(1), LEASED, 1).getFirst();
        assertThat(retried.state()).isEqualTo("b");
        assertThat(retried.deliveries()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackWasNotDelivered() {
        enqueue("f", "a", NOW);
        enqueue("f", "b", NOW);
        queue.giveBack(claim("f", 2), NOW);

        assertThat(claim("f", 2)).extracting(Message::deliveries).containsExactly(1, 1);
    }

    @Test
    void completesMoreThanOneStatementNames() {
        for (int i = 0; i < 450; i++) {
            enqueue("f", "s" + i, NOW);
        }

        assertThat(queue.complete(claim("f", 450))).isEqualTo(450);
    }

    @Test
    void familiesAreClaimedApart() {
        enqueue("f", "of f", NOW);
        enqueue("g", "of g", NOW.plusSeconds(5));
        enqueue("g", "of g, later", NOW.plusSeconds(9));
        store.queue("other").enqueue("h", NOW, "elsewhere", new byte[0]);

        assertThat(queue.families()).isEqualTo(Map.of("f", NOW, "g", NOW.plusSeconds(5)));
        assertThat(claim("g", 10)).isEmpty();
        assertThat(claim("f", 10)).hasSize(1);
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void aTransactionThatThrowsEnqueuesNothing() {
        assertThatThrownBy(
                        () ->
                                store.transact(
                                        tx -> {
                                            tx.queue("test").enqueue("f", NOW, "a", new byte[0]);
                                            throw new IllegalStateException("no");
                                        }))
                .hasMessage("no");

        assertThat(queue.size()).isZero();
    }

    @Test
    void noTwoClaimersGetOneMessage() throws Exception {
        for (int i = 0; i < 200; i++) {
            enqueue("f", "s" + i, NOW);
        }
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> claimers =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> threads.submit(() -> claimAll(seen)))
                            .toList();
            int all = 0;
            for (Future<Integer> claimer : claimers) {
                all += claimer.get();
            }
            assertThat(all).isEqualTo(200);
        }
        assertThat(seen).hasSize(200);
    }

    private int claimAll(Set<Long> seen) {
        int count = 0;
        while (seen.size() < 200) {
            for (Message message : claim("f", 7)) {
                assertThat(seen.add(message.id())).isTrue();
                count++;
            }
        }
        return count;
    }

    /** No other node had the database meanwhile, so nobody works on what was claimed. */
    @Test
    void claimsEndWithTheirNode() {
        enqueue("f", "a", NOW);
        claim("f", 1);
        store.close();

        store = SqlStore.open(url);

        Message again = store.queue("test").claim("f", NOW, LEASED, 1).getFirst();
        assertThat(again.deliveries()).isEqualTo(2);
    }

    private List<Message> claim(String family, int most) {
        return queue.claim(family, NOW, LEASED, most);
    }

    @Test
    void anotherNodesClaimsLastUntilTheirLeaseEnds() {
        enqueue("f", "claimed", NOW);
        queue.claim("f", NOW, LEASED, 1);
        store.close();

        store = SqlStore.open(url, Duration.ofSeconds(5), "another");
        queue = store.queue("test");

        assertThat(queue.claim("f", NOW, LEASED, 1)).isEmpty();
        assertThat(queue.claim("f", LEASED, LEASED.plusSeconds(60), 1)).hasSize(1);
    }

    private void enqueue(String family, String state, Instant due) {
        queue.enqueue(family, due, state, state.getBytes(StandardCharsets.UTF_8));
    }
}
