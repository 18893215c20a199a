package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.testkit.Eventually;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one node hears of another's changes. */
@Tag("node")
@Timeout(300)
final class PostgresChangesTest {
    private static final Kind<Note> NOTES = Kind.announced("test.announced", Note.class);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);

    private final List<DocumentChange> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger missed = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private TwoNodes nodes;

    record Note(String text) {}

    @BeforeEach
    void open() {
        nodes = TwoNodes.open();
        nodes.reader()
                .changes()
                .subscribe(
                        Set.of(NOTES),
                        new ChangeFeed.Subscriber() {
                            @Override
                            public void changed(List<DocumentChange> changes) {
                                if (failures.getAndDecrement() > 0) {
                                    throw new IllegalStateException("once more");
                                }
                                heard.addAll(changes);
                            }

                            @Override
                            public void missed() {
                                missed.incrementAndGet();
                            }
                        });
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private void write(String id) {
        nodes.writer().documents(NOTES).insert(HERE, id, new Note("x"));
    }

    private List<String> ids() {
        return heard.stream().map(DocumentChange::id).toList();
    }

    @Test
    void hearsOfAnotherNodesChangesInTheOrderOfTheirNumbers() {
        List<Thread> writers =
                IntStream.range(0, 40)
                        .mapToObj(i -> Thread.ofVirtual().start(() -> write("n" + i)))
                        .toList();

        Eventually.holds(() -> heard.size() == 40);

        assertThat(writers).hasSize(40);
        assertThat(ids()).doesNotHaveDuplicates();
        assertThat(heard)
                .noneMatch(DocumentChange::own)
                .isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    }

    @Test
    void readsOnFromTheLastNumberAfterItsConnectionWasLost() {
        write("before");
        Eventually.holds(() -> ids().contains("before"));

        nodes.server().endListeners();
        write("meanwhile");

        Eventually.holds(() -> ids().contains("meanwhile"));
        assertThat(ids()).containsExactly("before", "meanwhile");
        assertThat(missed).hasValue(0);
    }

    @Test
    void saysWhenChangesMayHaveBeenMissed() {
        write("before");
        Eventually.holds(() -> ids().contains("before"));
        failures.set(1);
        write("missed");
        Eventually.holds(() -> failures.get() <= 0);
        nodes.server().forgetChanges();
        write("later");

        Eventually.holds(() -> missed.get() > 0);
    }

    @Test
    void tellsAgainWhatASubscriberFailedAt() {
        failures.set(1);

        write("a");

        Eventually.holds(() -> ids().contains("a"));
        assertThat(ids()).containsExactly("a");
    }
}
