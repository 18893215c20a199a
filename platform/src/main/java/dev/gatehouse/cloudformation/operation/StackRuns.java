package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.engine.Attempts;
import dev.gatehouse.cloudformation.engine.StackContext;
import dev.gatehouse.cloudformation.engine.StackEngine;
import dev.gatehouse.cloudformation.engine.StackJournal;
import dev.gatehouse.cloudformation.engine.StackResources;
import dev.gatehouse.cloudformation.engine.StackRun;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is being done to stacks, behind the responses. A node that stops begins nothing more, and
 * the next one goes on from what is stored.
 */
final class StackRuns implements AutoCloseable {
    /** How long a node that stops waits for the resources that are being made. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StackRuns.class);

    private final StackStore store;
    private final ChangeSetStore changeSets;
    private final AwsServices services;
    private final CustomResponses responses;
    private final Clock clock;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    StackRuns(
            StackStore store,
            ChangeSetStore changeSets,
            AwsServices services,
            CustomResponses responses,
            Clock clock) {
        this.store = store;
        this.changeSets = changeSets;
        this.services = services;
        this.responses = responses;
        this.clock = clock;
    }

    /** Goes on with the stacks that a stopped node was working on. */
    void recover() {
        store.stacks()
                .forEach(
                        (scope, stored) -> {
                            store.adopt(scope, stored.value());
                            if (stored.value().inProgress()) {
                                recover(scope, stored.value());
                            }
                        });
    }

    private void recover(Scope scope, Stack stack) {
        Optional<Operation> operation = store.operation(scope, stack.id());
        Principal actor =
                operation.map(Operation::actor).orElseGet(() -> Principal.root(scope.account()));
        StackRun run = of(new CallerIdentity(actor, scope.region()), stack);
        List<ChangeSet> executing =
                changeSets.of(scope, stack.id()).stream()
                        .filter(set -> set.state().equals(ChangeSet.State.EXECUTING))
                        .toList();
        begin(
                scope,
                stack,
                () -> {
                    boolean reached = run.resume(operation.map(Operation::wanted).orElse(null));
                    executing.forEach(
                            set -> changeSets.mark(scope, set, ChangeSet.State.executed(reached)));
                });
    }

    /** What can be done to a stack in somebody's name. */
    StackRun of(CallerIdentity identity, Stack stack) {
        Scope scope = new Scope(identity.account(), identity.region());
        StackJournal journal = journal(scope, stack);
        StackResources resources = new StackResources(store, scope, stack.id());
        Place place = Place.of(identity, stack);
        Attempts attempts = new Attempts(services, identity, place, responses, resources);
        StackEngine engine =
                new StackEngine(new StackContext(journal, resources, attempts, place, clock));
        return new StackRun(store, scope, stack, journal, engine, clock);
    }

    /** Where it is told what happens to a stack. */
    StackJournal journal(Scope scope, Stack stack) {
        return new StackJournal(store, scope, stack, clock, () -> closed);
    }

    /** Does work on a stack that was taken for it. */
    void begin(Scope scope, Stack stack, Runnable work) {
        Thread thread =
                Thread.ofVirtual()
                        .name("stack-" + stack.name())
                        .unstarted(
                                () -> {
                                    try {
                                        work.run();
                                        store.end(scope, stack.id());
                                    } catch (RuntimeException failure) {
                                        if (!closed) {
                                            throw failure;
                                        }
                                        LOG.info("Stack {} waits for the next start", stack.name());
                                    } finally {
                                        threads.remove(Thread.currentThread());
                                    }
                                });
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
