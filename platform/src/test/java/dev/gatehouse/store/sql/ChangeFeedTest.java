package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node hears of its own changes, before the calls that make them return. */
@ParameterizedClass
@EnumSource(Databases.class)
@Tag("node")
final class ChangeFeedTest {
    private static final Kind<Note> NOTES = Kind.announced("test.announced", Note.class);
    private static final Kind<Note> OTHERS = Kind.announced("test.others", Note.class);
    private static final Kind<Note> SILENT = new Kind<>("test.silent", Note.class);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);

    @Parameter Databases database = Databases.SQLITE;

    @TempDir Path folder = Path.of("");

    private final List<List<DocumentChange>> heard = new ArrayList<>();
    private SqlStore store;
    private Documents<Note> notes;

    record Note(String text) {}

    @BeforeEach
    void open() {
        store = SqlStore.open(database.freshUrl(folder));
        notes = store.documents(NOTES);
        store.changes()
                .subscribe(
                        Set.of(NOTES),
                        new ChangeFeed.Subscriber() {
                            @Override
                            public void changed(List<DocumentChange> changes) {
                                heard.add(changes);
                            }

                            @Override
                            public void missed() {
                                throw new AssertionError();
                            }
                        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void tellsOfEveryWayToWriteADocument() {
        long made = notes.insert(HERE, "a", new Note("1")).revision();
        long updated = notes.update(HERE, "a", _ -> new Note("2")).orElseThrow().revision();
        notes.replace(HERE, notes.find(HERE, "a").orElseThrow(), new Note("3"));
        notes.delete(HERE, "a");
        notes.insert(HERE, "b/1", new Note("1"));
        notes.insert(HERE, "b/2", new Note("1"));
        notes.deleteAll(HERE, "b/");

        assertThat(heard.stream().flatMap(List::stream))
                .extracting(DocumentChange::id)
                .containsExactly("a", "a", "a", "a", "b/1", "b/2", "b/1", "b/2");
        assertThat(heard.stream().flatMap(List::stream).limit(4))
                .extracting(DocumentChange::revision)
                .containsExactly(made, updated, updated + 1, 0L);
        assertThat(heard.stream().flatMap(List::stream))
                .allMatch(change -> change.own() && change.scope().equals(HERE))
                .isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    }

    @Test
    void tellsOfATransactionAsOne() {
        store.transact(
                transaction -> {
                    transaction.documents(NOTES).insert(HERE, "a", new Note("1"));
                    return transaction.documents(NOTES).insert(HERE, "b", new Note("1"));
                });

        assertThat(heard)
                .singleElement()
                .satisfies(
                        changes ->
                                assertThat(changes)
                                        .extracting(DocumentChange::id)
                                        .containsExactly("a", "b"));
    }

    @Test
    void tellsNothingOfWhatIsRolledBackNotFoundOrOfAnotherKind() {
        assertThatThrownBy(
                        () ->
                                store.transact(
                                        transaction -> {
                                            transaction
                                                    .documents(NOTES)
                                                    .insert(HERE, "a", new Note("1"));
                                            throw new IllegalStateException();
                                        }))
                .isInstanceOf(IllegalStateException.class);
        notes.delete(HERE, "a");
        notes.deleteAll(HERE, "a");
        store.documents(OTHERS).insert(HERE, "a", new Note("1"));
        store.documents(SILENT).insert(HERE, "a", new Note("1"));

        assertThat(heard).isEmpty();
    }

    @Test
    void rejectsSubscribersOfWhatIsNotAnnounced() {
        assertThatThrownBy(() -> store.changes().subscribe(Set.of(SILENT), NOBODY))
                .hasMessageContaining("test.silent");
    }

    @Test
    void aSubscriberThatFailsFailsNoWriter() {
        store.changes()
                .subscribe(
                        Set.of(OTHERS),
                        new ChangeFeed.Subscriber() {
                            @Override
                            public void changed(List<DocumentChange> changes) {
                                throw new IllegalStateException("a subscriber's fault");
                            }

                            @Override
                            public void missed() {}
                        });

        store.documents(OTHERS).insert(HERE, "a", new Note("1"));

        assertThat(store.documents(OTHERS).find(HERE, "a")).isPresent();
    }

    private static final ChangeFeed.Subscriber NOBODY =
            new ChangeFeed.Subscriber() {
                @Override
                public void changed(List<DocumentChange> changes) {}

                @Override
                public void missed() {}
            };
}
