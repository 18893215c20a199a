package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StaleDocumentException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
@Tag("node")
final class DocumentsTest {
    record Note(String text, int count) {}

    record Everything(
            String name,
            @Nullable String missing,
            boolean isOpen,
            Instant at,
            Duration patience,
            Map<String, List<Note>> notes,
            AccountId account) {
        public boolean isEmpty() {
            return name.isEmpty();
        }
    }

    private static final Kind<Note> NOTES = new Kind<>("test.note", Note.class);
    private static final Kind<Note> OTHERS = new Kind<>("test.other", Note.class);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    private static final Scope THERE = new Scope(AccountId.DEFAULT, new Region("eu-west-1"));

    @Parameter Databases database = Databases.SQLITE;

    @TempDir Path folder = Path.of("");

    private Store store;
    private Documents<Note> notes;

    @BeforeEach
    void open() {
        store = SqlStore.open(database.freshUrl(folder));
        notes = store.documents(NOTES);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsWhatWasInserted() {
        Stored<Note> inserted = notes.insert(HERE, "a/b", new Note("grüße \uD83D\uDE00", 1));

        assertThat(notes.find(HERE, "a/b")).contains(inserted);
        assertThat(notes.find(THERE, "a/b")).isEmpty();
        assertThat(notes.find(HERE, "a")).isEmpty();
        assertThat(store.documents(OTHERS).find(HERE, "a/b")).isEmpty();
    }

    @Test
    void rejectsASecondDocumentWithTheSameId() {
        notes.insert(HERE, "a", new Note("first", 1));

        assertThatThrownBy(() -> notes.insert(HERE, "a", new Note("second", 2)))
                .isInstanceOf(DuplicateDocumentException.class);
        assertThat(notes.find(HERE, "a").orElseThrow().value().text()).isEqualTo("first");
    }

    @Test
    void rejectsToReplaceWhatSomebodyElseChanged() {
        Stored<Note> first = notes.insert(HERE, "a", new Note("first", 1));
        Stored<Note> second = notes.replace(HERE, first, new Note("second", 2));

        assertThatThrownBy(() -> notes.replace(HERE, first, new Note("late", 3)))
                .isInstanceOf(StaleDocumentException.class);
        assertThat(notes.find(HERE, "a")).contains(second);
    }

    @Test
    void doesNotTakeADocumentMadeAgainForTheOneBefore() {
        Stored<Note> first = notes.insert(HERE, "a", new Note("first", 1));
        notes.delete(HERE, "a");
        notes.insert(HERE, "a", new Note("again", 1));

        assertThatThrownBy(() -> notes.replace(HERE, first, new Note("late", 3)))
                .isInstanceOf(StaleDocumentException.class);
    }

    @Test
    void updatesFromManyThreadsLoseNothing() {
        notes.insert(HERE, "a", new Note("counter", 0));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.execute(
                        () -> notes.update(HERE, "a", n -> new Note(n.text(), n.count() + 1)));
            }
        }

        assertThat(notes.find(HERE, "a").orElseThrow().value().count()).isEqualTo(20);
    }

    @Test
    void updateOfNothingIsEmpty() {
        assertThat(notes.update(HERE, "a", n -> n)).isEmpty();
    }

    @Test
    void listsPagesInTheOrderOfTheIdsBytes() {
        for (String id : List.of("b", "a/2", "a/10", "a", "a/é", "A/1", "a/\uD83D\uDE00", "a0")) {
            notes.insert(HERE, id, new Note(id, 1));
        }
        notes.insert(THERE, "a/3", new Note("elsewhere", 1));

        assertThat(ids(notes.list(HERE, "a/", null, 3))).containsExactly("a/10", "a/2", "a/é");
        assertThat(ids(notes.list(HERE, "a/", "a/é", 3))).containsExactly("a/\uD83D\uDE00");
        assertThat(ids(notes.list(HERE, "", null, 100)))
                .containsExactly("A/1", "a", "a/10", "a/2", "a/é", "a/\uD83D\uDE00", "a0", "b");
    }

    @Test
    void countsAFamilyByItsPrefix() {
        for (String id : List.of("a", "a/1", "a/2", "ab")) {
            notes.insert(HERE, id, new Note(id, 1));
        }
        notes.insert(THERE, "a/3", new Note("elsewhere", 1));

        assertThat(notes.count(HERE, "a/")).isEqualTo(2);
        assertThat(notes.count(HERE, "")).isEqualTo(4);
        assertThat(notes.count(HERE, "b")).isZero();
    }

    @Test
    void deletesAFamilyByItsPrefix() {
        for (String id : List.of("a", "a/1", "a/2", "ab")) {
            notes.insert(HERE, id, new Note(id, 1));
        }

        assertThat(notes.deleteAll(HERE, "a/")).isEqualTo(2);
        assertThat(ids(notes.list(HERE, "", null, 100))).containsExactly("a", "ab");
        assertThat(notes.delete(HERE, "a")).isTrue();
        assertThat(notes.delete(HERE, "a")).isFalse();
    }

    @Test
    void showsEveryDocumentOfEveryScopeOnce() {
        store.transact(
                tx -> {
                    Documents<Note> inside = tx.documents(NOTES);
                    IntStream.range(0, 1200).forEach(i -> inside.insert(HERE, "n" + i, note(i)));
                    return inside.insert(THERE, "n1", note(1));
                });
        List<String> seen = new ArrayList<>();

        notes.forEach((scope, document) -> seen.add(scope.region() + document.id()));

        assertThat(seen).hasSize(1201).doesNotHaveDuplicates();
    }

    @Test
    void aTransactionThatThrowsLeavesNoTrace() {
        assertThatThrownBy(
                        () ->
                                store.transact(
                                        tx -> {
                                            tx.documents(NOTES).insert(HERE, "a", note(1));
                                            throw new IllegalStateException("no");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(notes.find(HERE, "a")).isEmpty();
    }

    @Test
    void aTransactionGoesOnAfterADuplicate() {
        notes.insert(HERE, "a", note(1));

        Optional<Stored<Note>> found =
                store.transact(
                        tx -> {
                            try {
                                tx.documents(NOTES).insert(HERE, "a", note(2));
                            } catch (DuplicateDocumentException e) {
                                tx.documents(NOTES).insert(HERE, "b", note(2));
                            }
                            return tx.documents(NOTES).find(HERE, "b");
                        });

        assertThat(found).isPresent();
        assertThat(notes.find(HERE, "b")).isPresent();
    }

    @Test
    void transactionsBehaveAsIfOneFollowedTheOther() {
        notes.insert(HERE, "a", note(0));
        notes.insert(HERE, "b", note(0));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String target = i % 2 == 0 ? "a" : "b";
                threads.execute(() -> store.transact(tx -> addSumPlusOne(tx, target)));
            }
        }

        int sum = count("a") + count("b");
        assertThat(count("a")).isNotEqualTo(count("b"));
        assertThat(Math.max(count("a"), count("b"))).isGreaterThan(sum / 2);
        assertThat(tally()).isEqualTo(12);
    }

    @Test
    void aStoreOpenedAgainHasItsDocuments() {
        String url = database.freshUrl(folder);
        try (Store first = SqlStore.open(url)) {
            first.documents(NOTES).insert(HERE, "a", note(7));
        }

        try (Store second = SqlStore.open(url)) {
            assertThat(second.documents(NOTES).find(HERE, "a").orElseThrow().value())
                    .isEqualTo(note(7));
        }
    }

    @Test
    void keepsEveryTypeADocumentMayHave() {
        Documents<Everything> all = store.documents(new Kind<>("test.all", Everything.class));
        Everything value =
                new Everything(
                        "x",
                        null,
                        true,
                        Instant.parse("2026-11-21T10:00:00.123456789Z"),
                        Duration.ofMillis(1500),
                        Map.of("k", List.of(note(1), note(2))),
                        AccountId.DEFAULT);

        all.insert(HERE, "x", value);

        assertThat(all.find(HERE, "x").orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void readsADocumentWrittenByANewerVersion() {
        record Wider(String text, int count, String added) {}
        store.documents(new Kind<>(NOTES.name(), Wider.class))
                .insert(HERE, "a", new Wider("x", 3, "new"));

        assertThat(notes.find(HERE, "a").orElseThrow().value()).isEqualTo(new Note("x", 3));
    }

    private static Note note(int count) {
        return new Note("note", count);
    }

    private static List<String> ids(List<Stored<Note>> documents) {
        return documents.stream().map(Stored::id).toList();
    }

    private int count(String id) {
        return notes.find(HERE, id).orElseThrow().value().count();
    }

    private int tally() {
        return notes.list(HERE, "t", null, 100).size();
    }

    private static int addSumPlusOne(Transaction tx, String target) {
        Documents<Note> inside = tx.documents(NOTES);
        int sum =
                inside.find(HERE, "a").orElseThrow().value().count()
                        + inside.find(HERE, "b").orElseThrow().value().count();
        inside.update(HERE, target, n -> note(sum + 1));
        // Taken twice if two transactions saw the same sum.
        inside.insert(HERE, "t" + sum, note(sum));
        return sum;
    }
}
