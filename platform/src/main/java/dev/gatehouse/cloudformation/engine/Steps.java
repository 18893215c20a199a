package dev.gatehouse.cloudformation.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does steps in parallel: each once those that it needs are done, and only a few at once. One
 * thread decides what begins; each step runs on one of its own.
 */
final class Steps {
    /** How many resources of one stack are worked on at once. */
    static final int AT_ONCE = 8;

    private final Map<String, Set<String>> waiting = new LinkedHashMap<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Consumer<String> work;
    private final BooleanSupplier stopping;

    private record Ended(String step, @Nullable RuntimeException failure) {}

    /**
     * @param needs what each step needs, by step; those that stand first begin first
     * @param work does a step
     * @param stopping whether nothing more begins
     */
    private Steps(Map<String, Set<String>> needs, Consumer<String> work, BooleanSupplier stopping) {
        this.stopping = stopping;
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
            BooleanSupplier stopping) {
        Steps steps = new Steps(needs, work, stopping);
        while (steps.begin()) {
            Ended one = steps.next();
            if (one.failure() != null && steps.failures.size() == 1) {
                steps.waiting.clear();
                cancel.accept(List.copyOf(steps.running));
            }
        }
        return steps.failures;
    }

    /**
     * Does all steps but those that need one that failed.
     *
     * @return what failed, in order of time
     * @throws Stopped the node stops before all are done
     */
    static List<RuntimeException> asFarAsPossible(
            Map<String, Set<String>> needs, Consumer<String> work, BooleanSupplier stopping) {
        Steps steps = new Steps(needs, work, stopping);
        while (steps.begin()) {
            Ended one = steps.next();
            if (one.failure() != null) {
                steps.leaveOut(one.step());
            }
        }
        return steps.failures;
    }

    /** Begins what is ready; false when nothing is under way. */
    private boolean begin() {
        if (stopping.getAsBoolean()) {
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

    private Ended next() {
        Ended one = await();
        running.remove(one.step());
        if (one.failure() == null) {
            waiting.values().forEach(needs -> needs.remove(one.step()));
        } else {
            failures.add(one.failure());
        }
        return one;
    }

    private Ended await() {
        try {
            return ended.take();
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
