package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that writes is killed in the middle; what it said was written is there. */
@Tag("node")
final class CrashTest {
    private static final Kind<Line> LINES = new Kind<>("test.line", Line.class);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    private static final int KILLS = 3;
    private static final int WRITERS = 4;

    @TempDir Path folder = Path.of("");

    record Line(String text) {}

    @ParameterizedTest
    @EnumSource(Databases.class)
    void nothingAcknowledgedIsLostToAKill(Databases database) throws Exception {
        String url = database.freshUrl(folder);
        List<String> acknowledged = new ArrayList<>();

        for (int round = 0; round < KILLS; round++) {
            acknowledged.addAll(acknowledgedBeforeAKill(url, "round" + round));
        }

        assertThat(acknowledged).hasSizeGreaterThan(KILLS * WRITERS);
        try (Store store = SqlStore.open(url)) {
            Documents<Line> lines = store.documents(LINES);
            assertThat(acknowledged).allMatch(id -> lines.find(HERE, id).isPresent());
            // Each writer adds in pairs, in one transaction: there is no half of a pair.
            List<Stored<Line>> all = lines.list(HERE, "", null, Integer.MAX_VALUE);
            assertThat(all.size() % 2).isZero();
        }
    }

    private List<String> acknowledgedBeforeAKill(String url, String prefix)
            throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                url,
                                prefix)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> acknowledged = new ArrayList<>();
        int enough = ThreadLocalRandom.current().nextInt(20, 200);
        try (BufferedReader lines = writer.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == enough) {
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isEqualTo(128 + 9);
        // A line cut short by the kill was not acknowledged, nor was what a logger prints.
        acknowledged.removeIf(line -> !line.startsWith(prefix) || !line.endsWith("."));
        return acknowledged;
    }

    /** The child: writes pairs for ever and prints the ids once they are written. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Store store = SqlStore.open(arguments[0]);
            for (int i = 0; i < WRITERS; i++) {
                String prefix = arguments[1] + "-" + i + "-";
                Thread.ofPlatform().start(() -> writeForEver(store, prefix));
            }
        }

        private static void writeForEver(Store store, String prefix) {
            for (int n = 0; true; n++) {
                String id = prefix + n;
                store.transact(
                        tx -> {
                            tx.documents(LINES).insert(HERE, id + "a.", new Line("x".repeat(200)));
                            return tx.documents(LINES).insert(HERE, id + "b.", new Line("y"));
                        });
                System.out.print(id + "a.\n" + id + "b.\n");
            }
        }
    }

    @Test
    void aStoreIsNotConfusedByTheFilesAKilledOneLeft() throws Exception {
        String url = Databases.SQLITE.freshUrl(folder);
        acknowledgedBeforeAKill(url, "first");

        try (Store store = SqlStore.open(url)) {
            store.documents(LINES).insert(HERE, "after", new Line("x"));
            assertThat(store.documents(LINES).find(HERE, "after")).isPresent();
        }
    }
}
