package dev.gatehouse.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("unit")
@Timeout(300)
final class StepsTest {
    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void doesEachStepOnceAfterThoseItNeeds() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        needs.put("c", Set.of("a", "b"));
        needs.put("b", Set.of("a"));
        needs.put("a", Set.of("elsewhere"));

        assertThat(Steps.asFarAsPossible(needs, done::add, () -> false)).isEmpty();

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void doesWhatDoesNotDependInParallelButOnlyAFewAtOnce() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        for (int number = 0; number < 5 * Steps.AT_ONCE; number++) {
            needs.put("s" + number, Set.of());
        }
        CountDownLatch together = new CountDownLatch(Steps.AT_ONCE);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Steps.asFarAsPossible(
                needs,
                step -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    together.countDown();
                    await(together);
                    running.decrementAndGet();
                },
                () -> false);

        assertThat(most).hasValue(Steps.AT_ONCE);
    }

    @Test
    void beginsNothingAfterAFailureAndSaysWhatIsUnderWay() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        needs.put("bad", Set.of());
        needs.put("slow", Set.of());
        needs.put("later", Set.of("slow"));
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Collection<String>> told = new ArrayList<>();

        List<RuntimeException> failures =
                Steps.untilOneFails(
                        needs,
                        step -> {
                            if (step.equals("bad")) {
                                await(begun);
                                throw new IllegalStateException(step);
                            }
                            begun.countDown();
                            await(cancelled);
                            done.add(step);
                        },
                        running -> {
                            told.add(running);
                            cancelled.countDown();
                        },
                        () -> false);

        assertThat(failures).extracting(Throwable::getMessage).containsExactly("bad");
        assertThat(told).singleElement().isEqualTo(List.of("slow"));
        assertThat(done).containsExactly("slow");
    }

    @Test
    void leavesOutOnlyWhatNeedsSomethingThatFailed() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        needs.put("bad", Set.of());
        needs.put("child", Set.of("bad"));
        needs.put("grandchild", Set.of("child"));
        needs.put("other", Set.of());

        List<RuntimeException> failures =
                Steps.asFarAsPossible(
                        needs,
                        step -> {
                            if (step.equals("bad")) {
                                throw new IllegalStateException(step);
                            }
                            done.add(step);
                        },
                        () -> false);

        assertThat(failures).hasSize(1);
        assertThat(done).containsExactly("other");
    }

    @Test
    void doesStepsThatNeedEachOtherInTheGivenOrder() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        needs.put("b", Set.of("a"));
        needs.put("a", Set.of("b"));

        Steps.asFarAsPossible(needs, done::add, () -> false);

        assertThat(done).containsExactly("b", "a");
    }

    @Test
    void beginsNothingOnceTheNodeStops() {
        AtomicBoolean stopping = new AtomicBoolean();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        needs.put("a", Set.of());
        needs.put("b", Set.of("a"));

        assertThatThrownBy(
                        () ->
                                Steps.asFarAsPossible(
                                        needs,
                                        step -> {
                                            done.add(step);
                                            stopping.set(true);
                                        },
                                        stopping::get))
                .isInstanceOf(Stopped.class);

        assertThat(done).containsExactly("a");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
