package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.function.AwsCaller;
import dev.gatehouse.function.AwsCaller.CallerIdentity;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stacks of a node: what may be done to them and when. The work itself runs behind the answer.
 */
public final class Stacks {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

    private final StackStore store;
    private final AwsCaller caller;
    private final Clock clock;

    public Stacks(Store store, AwsCaller caller, Clock clock) {
        this.store = new StackStore(store);
        this.caller = caller;
        this.clock = clock;
    }

    /** Marks stacks that a stopped node left in the middle of their work as failed. */
    public void recover() {
        store.stacks()
                .forEach(
                        (scope, stored) -> {
                            Stack stack = stored.value();
                            if (stack.inProgress()) {
                                String status =
                                        stack.status()
                                                .replace("_COMPLETE_CLEANUP", "")
                                                .replace("_IN_PROGRESS", "_FAILED");
                                new StackJournal(store, scope, stack, clock)
                                        .status(
                                                status,
                                                "The node stopped in the middle of the operation");
                            }
                        });
    }

    /**
     * Starts creating a stack.
     *
     * @return the stack's id
     */
    public String create(CallerIdentity identity, String name, Stack.Wanted wanted) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.of(
                    "1 validation error detected: Value '%s' at 'stackName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern:"
                            + " [a-zA-Z][-a-zA-Z0-9]*",
                    name);
        }
        Scope scope = scope(identity);
        String id =
                Arn.of(
                                "cloudformation",
                                identity.region(),
                                identity.account(),
                                "stack/" + name + "/" + RequestId.next())
                        .toString();
        Stack stack =
                new Stack(
                        id,
                        name,
                        "CREATE_IN_PROGRESS",
                        null,
                        wanted,
                        Map.of(),
                        List.of(),
                        new Stack.Times(clock.now(), null, null));
        Plan plan = plan(wanted, identity, stack);
        try {
            store.stacks().insert(scope, name, stack);
        } catch (DuplicateDocumentException duplicate) {
            throw new ServiceException(
                    "AlreadyExistsException", 400, "Stack [" + name + "] already exists");
        }
        StackRun run = run(identity, stack);
        Thread.ofVirtual().name("stack-" + name).start(() -> run.create(plan));
        return id;
    }

    /** Starts changing a stack; what does not change at all is refused, as on AWS. */
    public String update(CallerIdentity identity, String nameOrId, Stack.Wanted wanted) {
        Stack stack = require(identity, nameOrId);
        if (stack.inProgress() || stack.status().equals("ROLLBACK_COMPLETE")) {
            throw notNow(stack.id(), stack.status());
        }
        Plan plan = plan(wanted, identity, stack);
        boolean same =
                stack.wanted().template().equals(wanted.template())
                        && stack.wanted().parameters().equals(wanted.parameters())
                        && stack.wanted().tags().equals(wanted.tags())
                        && stack.status().endsWith("_COMPLETE");
        if (same) {
            throw Refusal.of("No updates are to be performed.");
        }
        StackRun run = run(identity, stack);
        if (!run.begin("UPDATE_IN_PROGRESS")) {
            throw notNow(stack.id(), "UPDATE_IN_PROGRESS");
        }
        Thread.ofVirtual().name("stack-" + stack.name()).start(() -> run.update(plan, wanted));
        return stack.id();
    }

    /** Starts deleting a stack; one that is not there is no error. */
    public void delete(CallerIdentity identity, String nameOrId) {
        Optional<Stack> found = find(identity, nameOrId);
        if (found.isEmpty() || found.get().times().deleted() != null) {
            return;
        }
        Stack stack = found.get();
        if (stack.inProgress()) {
            throw Refusal.of(
                    "Stack [%s] is in %s state and can not be deleted",
                    stack.name(), stack.status());
        }
        StackRun run = run(identity, stack);
        if (!run.begin("DELETE_IN_PROGRESS")) {
            throw notNow(stack.id(), "UPDATE_IN_PROGRESS");
        }
        Thread.ofVirtual().name("stack-" + stack.name()).start(run::delete);
    }

    private static ServiceException notNow(String id, String status) {
        return Refusal.of("Stack:%s is in %s state and can not be updated.", id, status);
    }

    public Optional<Stack> find(CallerIdentity identity, String nameOrId) {
        return store.find(scope(identity), nameOrId);
    }

    public Stack require(CallerIdentity identity, String nameOrId) {
        return find(identity, nameOrId)
                .orElseThrow(() -> Refusal.of("Stack with id %s does not exist", nameOrId));
    }

    public List<Stack> all(CallerIdentity identity) {
        return store.all(scope(identity));
    }

    public List<StackEvent> events(CallerIdentity identity, Stack stack) {
        return store.events(scope(identity), stack.id());
    }

    private static Plan plan(Stack.Wanted wanted, CallerIdentity identity, Stack stack) {
        Plan.requireCapabilities(wanted);
        return Plan.of(
                wanted, new Place(identity.account(), identity.region(), stack.name(), stack.id()));
    }

    private StackRun run(CallerIdentity identity, Stack stack) {
        StackJournal journal = new StackJournal(store, scope(identity), stack, clock);
        StackEngine engine = new StackEngine(journal, caller, identity, stack, clock);
        return new StackRun(store, scope(identity), stack, journal, engine, clock);
    }

    private static Scope scope(CallerIdentity identity) {
        return new Scope(identity.account(), identity.region());
    }
}
