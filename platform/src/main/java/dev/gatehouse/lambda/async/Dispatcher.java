package dev.gatehouse.lambda.async;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is in the queue, function beside function, on a thread of its own: claims events that
 * are due, hands them to Lambda, and writes down together what became of those that have ended.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** How often the clock is looked at while events wait for their time. */
    private static final Duration TICK = Duration.ofMillis(250);

    /** How often the queue is looked through for what nobody told of. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Queue queue;
    private final EventRuns runs;
    private final AsyncSettings settings;
    private final Clock clock;
    private final AtomicLong waiting;
    private final Settlement settlement;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<Long, Message> claimed = new HashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Semaphore signal = new Semaphore(0);
    private final BlockingQueue<Ended> ended;
    private final Thread thread = Thread.ofVirtual().name("lambda-async").unstarted(this::run);
    private long claimedBytes;
    private Instant nextLook = Instant.MIN;
    private Instant nextExtension = Instant.MIN;
    private volatile boolean closed;

    Dispatcher(
            Queue queue,
            EventRuns runs,
            Settlement settlement,
            AsyncSettings settings,
            Clock clock,
            AtomicLong waiting) {
        this.queue = queue;
        this.runs = runs;
        this.settlement = settlement;
        this.settings = settings;
        this.clock = clock;
        this.waiting = waiting;
        this.ended = new ArrayBlockingQueue<>(settings.running());
    }

    void start() {
        thread.start();
    }

    /** Events of these families are in the queue, and due. */
    void tell(Set<String> families) {
        told.addAll(families);
        signal.release();
    }

    private void run() {
        while (!closed) {
            try {
                signal.tryAcquire(pauseMillis(), TimeUnit.MILLISECONDS);
                signal.drainPermits();
                settle();
                extend();
                look();
                claim();
            } catch (InterruptedException e) {
                LOG.debug("The node stops");
            } catch (RuntimeException | Error e) {
                LOG.error("Asynchronous events wait until the store is back", e);
                rest();
            }
        }
    }

    /** Nothing is missed meanwhile: what has ended stays in its place. */
    private void rest() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            LOG.debug("The node stops");
        }
    }

    /** The clock may be any; so it is looked at now and then while something waits for it. */
    private long pauseMillis() {
        boolean nothing = lanes.isEmpty() && nextLook.isAfter(clock.now().plus(SOON));
        return nothing ? LOOK.toMillis() : TICK.toMillis();
    }

    private void settle() {
        while (!ended.isEmpty()) {
            List<Ended> batch = new ArrayList<>();
            ended.drainTo(batch);
            Instant now = clock.now();
            for (Ended each : batch) {
                settlement.add(current(each), lane(each.family()), now);
            }
        }
        Settlement.Written written = settlement.write();
        waiting.addAndGet(-written.over());
        for (Message settled : written.settled()) {
            claimed.remove(settled.id());
            claimedBytes -= settled.payload().length;
        }
    }

    /** The attempt, with the claim that the event has now. */
    private Ended current(Ended attempt) {
        return attempt.with(claimed.getOrDefault(attempt.message().id(), attempt.message()));
    }

    /** Claims of events that take long must not end. */
    private void extend() {
        Instant now = clock.now();
        if (!claimed.isEmpty() && !nextExtension.isAfter(now)) {
            queue.extend(claimed.values(), now.plus(settings.lease()));
            nextExtension = now.plus(settings.lease().dividedBy(3));
        }
    }

    private void look() {
        Set<String> due = new HashSet<>(told);
        told.removeAll(due);
        Instant now = clock.now();
        due.forEach(family -> lane(family).expect(now));
        if (!nextLook.isAfter(now)) {
            queue.families().forEach((family, first) -> lane(family).expect(first));
            nextLook = now.plus(LOOK);
        }
        lanes.values().removeIf(Lane::isIdle);
    }

    /** What is left of a family may be due later. */
    private void lookSoon(Instant now) {
        Instant soon = now.plus(SOON);
        nextLook = soon.isBefore(nextLook) ? soon : nextLook;
    }

    private Lane lane(String family) {
        return lanes.computeIfAbsent(family, _ -> new Lane(settings.running()));
    }

    /** Round after round, a few events of each function: none waits for another's many. */
    private void claim() {
        boolean more = true;
        while (more && !closed && ended.isEmpty()) {
            more = false;
            for (Map.Entry<String, Lane> each : lanes.entrySet()) {
                more |= claim(each.getKey(), each.getValue());
            }
        }
    }

    /** Says whether there may be more. */
    private boolean claim(String family, Lane lane) {
        Instant now = clock.now();
        int free = claimedBytes > settings.bytes() ? 0 : settings.running() - claimed.size();
        int most = Math.min(free, lane.room(now));
        if (most <= 0) {
            return false;
        }
        List<Message> messages = queue.claim(family, now, now.plus(settings.lease()), most);
        if (messages.size() < most) {
            lane.expectNothing();
            lookSoon(now);
        }
        long bytes = messages.stream().mapToLong(message -> message.payload().length).sum();
        lane.claimed(messages.size(), bytes);
        for (Message message : messages) {
            // One that runs here is claimed again where this node slept longer than its claim.
            if (claimed.put(message.id(), message) == null) {
                if (message.deliveries() > 1) {
                    LOG.debug("An event of {}, delivery {}", family, message.deliveries());
                }
                claimedBytes += message.payload().length;
                lane.started();
                start(family, message);
            }
        }
        return messages.size() == most;
    }

    private void start(String family, Message message) {
        AsyncEvent event = AsyncEvent.of(message).orElse(null);
        if (event == null) {
            end(new Ended(family, message, null, null, null));
            return;
        }
        attempt(event, message)
                .onComplete(
                        run -> end(new Ended(family, message, event, run.result(), run.cause())));
    }

    private Future<InvocationResult> attempt(AsyncEvent event, Message message) {
        try {
            if (event.failures() == 0 && message.deliveries() <= 1) {
                runs.began(
                        Arn.parse(event.function()).orElseThrow(),
                        clock.millis() - event.acceptedMillis());
            }
            return runs.run(event.invocation(message.payload()));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void end(Ended attempt) {
        ended.add(attempt);
        signal.release();
    }

    /** Gives back what runs: it is run again once the node is back. */
    void stop() throws InterruptedException {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        signal.release();
        thread.join();
        settle();
        if (!claimed.isEmpty()) {
            queue.giveBack(claimed.values(), clock.now());
            LOG.info("{} asynchronous events go on when the node is back", waiting.get());
        }
    }
}
