package dev.gatehouse.lambda.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed in the middle of accepting and running events; whatever it said was accepted
 * has run in the end. {@code -Dgatehouse.kills=10 -Dgatehouse.events=1000} does it thoroughly.
 */
@Tag("node")
class KilledEventsTest {
    private static final int KILLS = Integer.getInteger("gatehouse.kills", 2);
    private static final int EVENTS = Integer.getInteger("gatehouse.events", 200);

    @TempDir private Path folder;

    @Test
    void noAcceptedEventIsLostToAKill() throws Exception {
        Path database = folder.resolve("events.db");
        Path ran = Files.createFile(folder.resolve("ran"));
        List<String> accepted = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            accepted.addAll(acceptedBeforeAKill(database, ran, "round" + round + "-"));
        }
        assertThat(accepted).hasSizeGreaterThan(KILLS);

        try (EventsNode node =
                new EventsNode(database, AsyncSettings.DEFAULTS, Clock.SYSTEM, new Runs(ran))) {
            node.awaitNothingWaits();
        }

        Set<String> lost = new HashSet<>(accepted);
        Files.readAllLines(ran).forEach(lost::remove);
        assertThat(lost).isEmpty();
    }

    private static List<String> acceptedBeforeAKill(Path database, Path ran, String prefix)
            throws IOException, InterruptedException {
        Process node =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                database.toString(),
                                ran.toString(),
                                prefix)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> accepted = new ArrayList<>();
        int enough = ThreadLocalRandom.current().nextInt(EVENTS / 4, EVENTS);
        try (BufferedReader lines = node.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(prefix) && line.endsWith(".")) {
                    accepted.add(line);
                }
                if (accepted.size() == enough) {
                    node.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isEqualTo(128 + 9);
        return accepted;
    }

    /** Functions that take a while, four at a time, and leave a line in a file. */
    private record Runs(Path file) implements EventRuns {
        private static final Semaphore TURNS = new Semaphore(4);

        @Override
        public Future<InvocationResult> run(Invocation invocation) {
            if (!TURNS.tryAcquire()) {
                return EventsNode.throttled();
            }
            Promise<InvocationResult> run = Promise.promise();
            Thread.ofVirtual().start(() -> run(invocation.payload().toString(), run));
            return run.future();
        }

        private void run(String line, Promise<InvocationResult> run) {
            try {
                Files.writeString(file, line + '\n', StandardOpenOption.APPEND);
                TURNS.release();
                run.complete(EventsNode.ran());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public EventOutlook outlook(Arn invoked) {
            return EventOutlook.none(invoked);
        }

        @Override
        public boolean isStopped(Arn function) {
            return false;
        }
    }

    /** The child: accepts events for ever and prints each once it is accepted. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            EventsNode node =
                    new EventsNode(
                            Path.of(arguments[0]),
                            AsyncSettings.DEFAULTS,
                            Clock.SYSTEM,
                            new Runs(Path.of(arguments[1])));
            for (int sender = 0; sender < 4; sender++) {
                String prefix = arguments[2] + sender + "-";
                Thread.ofPlatform().start(() -> sendForEver(node, prefix));
            }
        }

        private static void sendForEver(EventsNode node, String prefix) {
            for (int n = 0; true; n++) {
                String event = prefix + n + ".";
                node.send("f" + n % 3, event);
                System.out.print(event + "\n");
            }
        }
    }
}
