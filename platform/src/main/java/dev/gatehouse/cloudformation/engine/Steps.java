package dev.gatehouse.cloudformation.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does steps in parallel: each once those that it needs are done, and only a few at once. One
 * thread decides what begins; each step runs on one of its own.
 */
final class Steps {
    /** How many resources of one stack are worked on at once. */
    static final int AT_ONCE = 8;

    /** How often a step under way lets the others look whether they are still wanted. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** When nothing more begins. */
    @FunctionalInterface
    interface Limits {
        /** Whether the node stops. */
        boolean isStopping();

        /** Why the steps are not wanted any more; empty while they are. */
        default Optional<RuntimeException> unwanted() {
            return Optional.empty();
        }
    }

    private final Map<String, Set<String>> waiting = new LinkedHashMap<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Consumer<String> work;
    private final Limits limits;

    private record Ended(String step, @Nullable RuntimeException failure) {}

    /**
     * @param needs what each step needs, by step; those that stand first begin first
     * @param work does a step
     * @param limits when nothing more begins
     */
    private Steps(Map<String, Set<String>> needs, Consumer<String> work, Limits limits) {
        this.limits = limits;
        needs.forEach((step, others) -> waiting.put(step, new HashSet<>(others)));
        waiting.values().forEach(others -> others.retainAll(needs.keySet()));
        this.work = work;
    }

    /**
     * Does all steps, or none more once one has failed.
     *
     * @param cancel hears then which steps are under way; they still end
     * @return what failed, in order of time
     * @throws Stopped the node stops before all are done
     */
    static List<RuntimeException> untilOneFails(
            Map<String, Set<String>> needs,
            Consumer<String> work,
            Consumer<Collection<String>> cancel,
            Limits limits) {
        Steps steps = new Steps(needs, work, limits);
        steps.run(
                cancel,
                _ -> {
                    if (steps.failures.size() == 1) {
                        steps.end(cancel);
                    }
                });
        return steps.failures;
    }

    /**
     * Does all steps but those that need one that failed.
     *
     * @param cancel hears which steps are under way once all are unwanted; they still end
     * @return what failed, in order of time
     * @throws Stopped the node stops before all are done
     */
    static List<RuntimeException> asFarAsPossible(
            Map<String, Set<String>> needs,
            Consumer<String> work,
            Consumer<Collection<String>> cancel,
            Limits limits) {
        Steps steps = new Steps(needs, work, limits);
        steps.run(cancel, steps::leaveOut);
        return steps.failures;
    }

    /** The same for steps that are wanted to the end. */
    static List<RuntimeException> asFarAsPossible(
            Map<String, Set<String>> needs, Consumer<String> work, Limits limits) {
        return asFarAsPossible(needs, work, _ -> {}, limits);
    }

    private void run(Consumer<Collection<String>> cancel, Consumer<String> failed) {
        boolean wanted = true;
        while (begin()) {
            Optional<RuntimeException> unwanted = wanted ? limits.unwanted() : Optional.empty();
            if (unwanted.isPresent()) {
                wanted = false;
                failures.add(unwanted.get());
                end(cancel);
            }
            Ended one = next();
            if (one != null && one.failure() != null) {
                failures.add(one.failure());
                failed.accept(one.step());
            }
        }
    }

    /** Begins nothing more. */
    private void end(Consumer<Collection<String>> cancel) {
        waiting.clear();
        cancel.accept(List.copyOf(running));
    }

    /** Begins what is ready; false when nothing is under way. */
    private boolean begin() {
        if (limits.isStopping()) {
            if (running.isEmpty() && !waiting.isEmpty()) {
                throw new Stopped();
            }
            return !running.isEmpty();
        }
        for (String step : List.copyOf(waiting.keySet())) {
            if (running.size() < AT_ONCE && waiting.getOrDefault(step, Set.of()).isEmpty()) {
                begin(step);
            }
        }
        if (running.isEmpty() && !waiting.isEmpty()) {
            // Older and newer templates may need each other's resources in a circle.
            begin(waiting.keySet().iterator().next());
        }
        return !running.isEmpty();
    }

    private void begin(String step) {
        waiting.remove(step);
        running.add(step);
        Thread.ofVirtual().name("stack-step-" + step).start(() -> run(step));
    }

    private void run(String step) {
        RuntimeException failure = null;
        try {
            work.accept(step);
        } catch (RuntimeException problem) {
            failure = problem;
        } catch (Error problem) {
            failure = new IllegalStateException("Internal Failure", problem);
        } finally {
            ended.add(new Ended(step, failure));
        }
    }

    /** What ended next; null when nothing did for a while. */
    private @Nullable Ended next() {
        Ended one = await();
        if (one != null) {
            running.remove(one.step());
            if (one.failure() == null) {
                waiting.values().forEach(needs -> needs.remove(one.step()));
            }
        }
        return one;
    }

    private @Nullable Ended await() {
        try {
            return ended.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while resources are made", interrupted);
        }
    }

    private void leaveOut(String failed) {
        Deque<String> out = new ArrayDeque<>(List.of(failed));
        while (!out.isEmpty()) {
            String gone = out.pop();
            for (String step : List.copyOf(waiting.keySet())) {
                if (waiting.getOrDefault(step, Set.of()).contains(gone)) {
                    waiting.remove(step);
                    out.push(step);
                }
            }
        }
    }
}
