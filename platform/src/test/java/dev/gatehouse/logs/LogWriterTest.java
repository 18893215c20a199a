package dev.gatehouse.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.logs.files.Cursor;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.logs.files.LogFiles;
import dev.gatehouse.logs.files.Page;
import dev.gatehouse.logs.files.Query;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class LogWriterTest {
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);

    @TempDir Path folder = Path.of("");
    private Store store;
    private LogFiles files;
    private GroupCatalog groups;
    private LogWriter writer;

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        files = new LogFiles(folder.resolve("logs"));
        groups = new GroupCatalog(store, files, Clock.SYSTEM);
        writer = new LogWriter(groups, Clock.SYSTEM);
    }

    @AfterEach
    void close() {
        writer.close();
        files.close();
        store.close();
    }

    @Test
    void makesGroupAndStreamForWhatAFunctionWrites() {
        append("/aws/lambda/f", "s", "hello");
        writer.close();

        GroupLog log = groups.events(groups.find(HERE, "/aws/lambda/f").orElseThrow());
        assertThat(log.stream("s")).isPresent();
        assertThat(messages(log)).containsExactly("hello");
    }

    @Test
    void aLineCanBeReadWithinASecond() throws InterruptedException {
        append("loud", "s", "the first line of a group is the slow one");
        waitForLines(1);

        append("loud", "s", "hello");
        waitForLines(2);
    }

    @Test
    void aRunawayWriterLosesItsOldestLinesAndNobodyElses() {
        String line = "x".repeat(1000);
        for (int i = 0; i < 20; i++) {
            List<LogEvent> burst = new ArrayList<>();
            for (int n = 0; n < 10_000; n++) {
                burst.add(new LogEvent(i + 1, line));
            }
            writer.append(AccountId.DEFAULT, Region.DEFAULT, "loud", "s", burst);
        }
        append("quiet", "s", "still here");
        writer.close();

        GroupLog loud = groups.events(groups.find(HERE, "loud").orElseThrow());
        assertThat(loud.read(query(1, m -> m.contains("were dropped here"))).events()).isNotEmpty();
        GroupLog quiet = groups.events(groups.find(HERE, "quiet").orElseThrow());
        assertThat(messages(quiet)).containsExactly("still here");
    }

    private void waitForLines(int lines) {
        Eventually.holds(
                () ->
                        groups.find(HERE, "loud").map(groups::events).map(this::messages).stream()
                                .anyMatch(messages -> messages.size() == lines));
    }

    private void append(String group, String stream, String message) {
        writer.append(
                AccountId.DEFAULT,
                Region.DEFAULT,
                group,
                stream,
                List.of(new LogEvent(1_000, message)));
    }

    private static Query query(int limit, java.util.function.Predicate<String> message) {
        return new Query(s -> true, Cursor.START, Cursor.END, false, limit, message);
    }

    private List<String> messages(GroupLog log) {
        Page page = log.read(query(100, m -> true));
        return page.events().stream().map(event -> event.message()).toList();
    }
}
