package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.engine.Attempts;
import dev.gatehouse.cloudformation.engine.Interruption;
import dev.gatehouse.cloudformation.engine.StackContext;
import dev.gatehouse.cloudformation.engine.StackJournal;
import dev.gatehouse.cloudformation.engine.StackResources;
import dev.gatehouse.cloudformation.engine.StackRun;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Audience;
import dev.gatehouse.cloudformation.stack.Audiences;
import dev.gatehouse.cloudformation.stack.EarlierStacks;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is being done to stacks, behind the responses. A node that stops begins nothing more, and
 * the next one goes on from what is stored.
 */
final class StackRuns implements AutoCloseable {
    /** How long a node that stops waits for the resources that are being made. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a stack that could not be written down waits before it is gone on with. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StackRuns.class);

    private final StackStore store;
    private final EarlierStacks earlier;
    private final ChangeSetStore changeSets;
    private final NestedChangeSets nested;
    private final AwsServices services;
    private final Notices notices;
    private final Audiences audiences;
    private final CustomResponses responses;
    private final Clock clock;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, Interruption> live = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean closed;

    StackRuns(
            Store documents,
            StackStore store,
            AwsServices services,
            CustomResponses responses,
            Clock clock) {
        this.store = store;
        this.earlier = new EarlierStacks(documents);
        this.changeSets = new ChangeSetStore(documents);
        this.nested = new NestedChangeSets(store, changeSets, clock);
        this.services = services;
        this.notices = new Notices(services);
        this.audiences = new Audiences(documents, store);
        this.responses = responses;
        this.clock = clock;
    }

    /** Goes on with the stacks that a stopped node was working on. */
    void recover() {
        audiences.untold(
                (scope, rest) -> {
                    if (notices.areHeard(rest.audience().topics())) {
                        telling(scope, rest.audience()).accept(rest.events());
                    }
                });
        store.stacks()
                .forEach(
                        (scope, stored) -> {
                            earlier.adopt(scope, stored.value());
                            if (stored.value().inProgress()) {
                                recover(scope, stored.value());
                            }
                        });
    }

    private void recover(Scope scope, Stack stack) {
        Operation operation =
                store.operation(scope, stack.id())
                        .orElseGet(
                                () ->
                                        new Operation(
                                                Principal.root(scope.account()),
                                                List.of(),
                                                null,
                                                Terms.of(Terms.Kind.UPDATE_STACK, null)));
        StackRun run = of(scope, stack, operation);
        List<ChangeSet> executing =
                changeSets.of(scope, stack.id()).stream()
                        .filter(set -> set.state().equals(ChangeSet.State.EXECUTING))
                        .toList();
        begin(
                scope,
                stack,
                run,
                () -> {
                    if (stack.status().equals("DELETE_IN_PROGRESS")) {
                        nested.dropAll(scope, stack.id());
                    }
                    boolean reached = run.resume(operation.wanted());
                    executing.forEach(set -> nested.execution(scope, set).ended(reached));
                });
    }

    /** What can be done to a stack in an operation's name. */
    StackRun of(Scope scope, Stack stack, Operation operation) {
        CallerIdentity identity =
                new CallerIdentity(operation.actor(), scope.region(), operation.via());
        Stack.Wanted wanted = operation.wanted() == null ? stack.wanted() : operation.wanted();
        Consumer<List<StackEvent>> told =
                audience(scope, stack, operation, wanted.settings().notificationArns());
        Terms terms = operation.terms();
        StackJournal journal =
                new StackJournal(store, scope, stack, clock, () -> closed, terms.origin(), told);
        StackResources resources = new StackResources(store, scope, stack.id(), told);
        Place place = Place.of(identity, stack);
        Attempts attempts = new Attempts(services, identity, place, responses, resources);
        Interruption interruption = new Interruption(operation, clock);
        return new StackRun(
                store,
                scope,
                stack,
                new StackContext(journal, resources, attempts, place, clock, terms, interruption));
    }

    private Consumer<List<StackEvent>> audience(
            Scope scope, Stack stack, Operation operation, List<String> topics) {
        if (!notices.areHeard(topics)) {
            audiences.end(scope, stack.id());
            return _ -> {};
        }
        Audience audience =
                new Audience(stack.id(), operation.actor(), operation.via(), topics, null);
        audiences.begin(scope, audience);
        return telling(scope, audience);
    }

    private Consumer<List<StackEvent>> telling(Scope scope, Audience audience) {
        return notices.of(
                new CallerIdentity(audience.actor(), scope.region(), audience.via()),
                audience.stackId(),
                audience.topics(),
                event -> audiences.told(scope, audience.stackId(), event));
    }

    /** Tells that a stack is there, for change sets that would create it. */
    void announce(Scope scope, Stack stack) {
        new StackJournal(store, scope, stack, clock, () -> closed, null, _ -> {})
                .status(Stack.REVIEW, "User Initiated");
    }

    /** Tells of a resource that was signalled. */
    void signalled(Scope scope, Stack stack, String logicalId, StackResource to, String reason) {
        new StackJournal(store, scope, stack, clock, () -> closed, null, _ -> {})
                .tell(logicalId, to.physicalId(), to.type(), to.status(), reason);
    }

    /** Wants an update no longer, which is under way here. */
    void cancel(Stack stack) {
        Interruption interruption = live.get(stack.id());
        if (interruption != null) {
            interruption.cancel();
        }
    }

    /** Does work on a stack that was taken for it. */
    void begin(Scope scope, Stack stack, StackRun run, Runnable work) {
        Interruption interruption = run.interruption();
        live.put(stack.id(), interruption);
        if (store.operation(scope, stack.id()).filter(Operation::cancelled).isPresent()) {
            interruption.cancel();
        }
        Thread thread =
                Thread.ofVirtual()
                        .name("stack-" + stack.name())
                        .unstarted(
                                () -> {
                                    try {
                                        run(scope, stack, work);
                                    } finally {
                                        live.remove(stack.id(), interruption);
                                        threads.remove(Thread.currentThread());
                                    }
                                });
        threads.add(thread);
        thread.start();
    }

    /** Does it once the store can be used again, from what is stored of the operation. */
    void beginLater(Scope scope, Stack stack, StackRun run, StoreUnavailableException away) {
        begin(
                scope,
                stack,
                run,
                () -> {
                    throw away;
                });
    }

    private void run(Scope scope, Stack stack, Runnable work) {
        try {
            work.run();
            store.end(scope, stack.id());
        } catch (StoreUnavailableException away) {
            LOG.warn("Stack {} waits for the store: {}", stack.name(), away.getMessage());
            goOn(scope, stack);
        } catch (RuntimeException failure) {
            if (!closed) {
                throw failure;
            }
            LOG.info("Stack {} waits for the next start", stack.name());
        }
    }

    /** Goes on from what is stored, as after a start, once the store can be used again. */
    private void goOn(Scope scope, Stack stack) {
        while (!isClosedWithin(AGAIN)) {
            try {
                store.find(scope, stack.name())
                        .filter(now -> now.id().equals(stack.id()) && now.inProgress())
                        .ifPresentOrElse(
                                now -> recover(scope, now), () -> store.end(scope, stack.id()));
                return;
            } catch (StoreUnavailableException still) {
                LOG.debug("Stack {} still waits: {}", stack.name(), still.getMessage());
            }
        }
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed = true;
        stop.countDown();
        notices.close();
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
