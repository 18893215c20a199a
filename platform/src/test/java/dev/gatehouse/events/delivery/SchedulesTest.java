package dev.gatehouse.events.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules with schedules, as time passes. */
@Tag("node")
final class SchedulesTest {
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";

    @TempDir private Path folder;
    private final TurnableClock clock = new TurnableClock();
    private final Receiver receiver = new Receiver();
    private SqlStore store;
    private EventDeliveries deliveries;
    private Schedules schedules;

    private static final class Receiver implements PushTargets {
        private final List<String> got = new CopyOnWriteArrayList<>();
        private volatile boolean fails;
        private volatile int attempts;

        @Override
        public Optional<String> obstacle(Source source, Arn target) {
            return Optional.empty();
        }

        @Override
        public void send(Source source, Arn target, byte[] event, @Nullable String traceHeader) {
            if (fails && target.service().equals("lambda")) {
                attempts++;
                throw new IllegalStateException("not now");
            }
            got.add(new String(event, StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void open() {
        start();
    }

    private void start() {
        store = SqlStore.open("sqlite:" + folder.resolve("schedules.db"));
        deliveries = new EventDeliveries(store, receiver, clock);
        schedules = new Schedules(store, deliveries, clock);
        deliveries.start();
        schedules.start();
    }

    @AfterEach
    void close() throws Exception {
        schedules.close();
        deliveries.close();
        store.close();
    }

    private void put(String revision, boolean enabled, Map<String, Object> shape) {
        Map<String, Object> target = new HashMap<>(Map.of("Id", "1", "Arn", FUNCTION));
        target.putAll(shape);
        StoredRule rule =
                new StoredRule(
                        "default",
                        "tick",
                        new StoredRule.Matching("rate(1 minute)", null, revision),
                        enabled,
                        null,
                        null,
                        List.of(target),
                        Map.of());
        store.transact(
                tx -> {
                    tx.documents(StoredRule.KIND).delete(HERE, rule.id());
                    tx.documents(StoredRule.KIND).insert(HERE, rule.id(), rule);
                    schedules.begin(tx, HERE, rule);
                    return true;
                });
        schedules.tell();
    }

    private void turn(Duration time) {
        clock.turn(time);
        schedules.tell();
    }

    private void awaitEvents(int count) {
        Eventually.holds(() -> receiver.got.size() == count);
    }

    @Test
    void isDueAgainAndAgain() {
        put("a", true, Map.of());
        for (int i = 1; i <= 3; i++) {
            turn(Duration.ofMinutes(1));
            awaitEvents(i);
        }
        assertThat(receiver.got.getFirst())
                .startsWith("{\"version\":\"0\",\"id\":\"")
                .contains(
                        "\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"",
                        "\"account\":\"000000000000\"",
                        "\"resources\":[\"arn:aws:events:us-east-1:000000000000:rule/tick\"]",
                        "\"detail\":{}");
    }

    @Test
    void aNodeThatWasAwayMakesUpForItOnce() throws Exception {
        put("a", true, Map.of("Input", "{\"a\":1}"));
        close();
        clock.turn(Duration.ofHours(1));
        start();
        awaitEvents(1);
        turn(Duration.ofSeconds(50));
        turn(Duration.ofSeconds(20));
        awaitEvents(2);
        assertThat(receiver.got).containsOnly("{\"a\":1}");
    }

    @Test
    void aRuleThatIsDisabledOrPutAnewForgetsItsFormerSchedule() {
        put("a", true, Map.of("Input", "1"));
        put("b", false, Map.of("Input", "2"));
        turn(Duration.ofMinutes(1));
        put("c", true, Map.of("Input", "3"));
        put("d", true, Map.of("Input", "4"));
        turn(Duration.ofMinutes(1));
        awaitEvents(1);
        assertThat(receiver.got).containsExactly("4");
    }

    @Test
    void aTransformerPutsPartsOfTheEventIntoItsTemplate() {
        put(
                "a",
                true,
                Map.of(
                        "InputTransformer",
                        Map.of(
                                "InputPathsMap",
                                Map.of(
                                        "from",
                                        "$.source",
                                        "first",
                                        "$.resources[0]",
                                        "all",
                                        "$.detail"),
                                "InputTemplate",
                                "{\"s\": <from>, \"t\": \"<from> of <aws.events.rule-name>\","
                                        + " \"d\": <all>, \"r\": <first>}")));
        turn(Duration.ofMinutes(1));
        awaitEvents(1);
        assertThat(receiver.got.getFirst())
                .isEqualTo(
                        "{\"s\": \"aws.events\", \"t\": \"aws.events of tick\", \"d\": {},"
                                + " \"r\": \"arn:aws:events:us-east-1:000000000000:rule/tick\"}");
    }

    @Test
    void whatIsTooOldIsNotTriedAgainButGoesToTheDeadLetters() {
        receiver.fails = true;
        put(
                "a",
                true,
                Map.of(
                        "Input",
                        "1",
                        "RetryPolicy",
                        Map.of("MaximumEventAgeInSeconds", 60),
                        "DeadLetterConfig",
                        Map.of("Arn", "arn:aws:sqs:us-east-1:000000000000:dead")));
        turn(Duration.ofMinutes(1));
        Eventually.holds(() -> receiver.attempts == 1);
        put("b", false, Map.of());
        clock.turn(Duration.ofMinutes(2));
        deliveries.tell();
        awaitEvents(1);
        assertThat(receiver.attempts).isEqualTo(2);
    }

    @Test
    void anInputThatATemplateMakesTooLargeIsDropped() {
        put(
                "a",
                true,
                Map.of(
                        "InputTransformer",
                        Map.of(
                                "InputPathsMap",
                                Map.of("a", "$"),
                                "InputTemplate",
                                "[" + "<a>,".repeat(2_000) + "1]")));
        turn(Duration.ofMinutes(1));
        put("b", true, Map.of("Input", "2"));
        turn(Duration.ofMinutes(1));
        awaitEvents(1);
        assertThat(receiver.got).containsExactly("2");
    }
}
