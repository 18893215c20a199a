package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.Comparison;
import dev.gatehouse.cloudformation.engine.StackRun;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Failure;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to stacks, and when it may be. The work itself runs behind the response. */
public final class StackChanges {
    private final Stacks stacks;
    private final StackStore store;
    private final NestedChangeSets changeSets;
    private final ParentStacks parents;
    private final StackRuns runs;
    private final ClientTokens tokens;
    private final Actors actors;
    private final Clock clock;

    StackChanges(
            Stacks stacks,
            StackStore store,
            NestedChangeSets changeSets,
            StackRuns runs,
            Actors actors,
            Clock clock) {
        this.stacks = stacks;
        this.store = store;
        this.changeSets = changeSets;
        this.parents = new ParentStacks(store, clock);
        this.runs = runs;
        this.tokens = new ClientTokens(stacks);
        this.actors = actors;
        this.clock = clock;
    }

    /**
     * Starts creating a stack.
     *
     * @return the stack's id
     * @throws ServiceException AlreadyExistsException; InsufficientCapabilitiesException;
     *     ValidationError naming what is wrong in the template
     */
    public String create(CallerIdentity identity, String name, Stack.Wanted asked, Terms terms) {
        Optional<Stack> before = stacks.find(identity, name);
        if (before.isPresent() && tokens.isRepeated(identity, before.get(), terms)) {
            return before.get().id();
        }
        Scope scope = Stacks.scope(identity);
        Optional<Stack> parent = parents.making(scope, name);
        Optional<Stack> announced =
                before.filter(Stack::underReview).filter(_ -> parent.isPresent());
        Stack stack =
                announced.orElseGet(
                        () ->
                                Stack.unborn(identity, name, clock.now())
                                        .protecting(asked.terminationProtection()));
        Stack.Wanted whole = parent.map(above -> parents.within(scope, above, asked)).orElse(asked);
        Optional<ChangeSet> set =
                announced.flatMap(waiting -> changeSets.executing(scope, waiting));
        Stack.Wanted wanted = stacks.plans().fetched(identity, reviewed(set, whole));
        Plan plan = stacks.plans().acknowledged(identity, stack, wanted);
        if (announced.isEmpty()) {
            insert(identity, stack);
        }
        Integer minutes = wanted.settings().timeoutInMinutes();
        Instant deadline = minutes == null ? null : clock.now().plus(Duration.ofMinutes(minutes));
        start(identity, stack, plan, wanted, terms.until(deadline), progress(scope, set));
        return stack.id();
    }

    /** With the template that was looked at, where there is such a set. */
    private static Stack.Wanted reviewed(Optional<ChangeSet> set, Stack.Wanted asked) {
        return set.map(reviewed -> asked.from(reviewed.wanted().template())).orElse(asked);
    }

    private Progress progress(Scope scope, Optional<ChangeSet> set) {
        return set.map(each -> changeSets.execution(scope, each)).orElse(Progress.UNHEARD);
    }

    /**
     * Starts changing a stack.
     *
     * @return the stack's id
     * @throws ServiceException InsufficientCapabilitiesException; ValidationError when the stack
     *     may not be changed now, when nothing would change, or naming what is wrong in the
     *     template
     */
    public String update(
            CallerIdentity identity, String nameOrId, Stack.Wanted asked, Terms terms) {
        if (tokens.isRepeated(identity, stacks.require(identity, nameOrId), terms)) {
            return stacks.require(identity, nameOrId).id();
        }
        Stack stack = stacks.requireChangeable(identity, nameOrId);
        requireKept(stack, terms, "update-stack");
        Scope scope = Stacks.scope(identity);
        Optional<ChangeSet> set = changeSets.executing(scope, stack);
        Stack.Wanted whole = parents.asked(scope, stack, reviewed(set, asked));
        Stack.Wanted wanted = stacks.plans().fetched(identity, whole);
        Plan plan = stacks.plans().acknowledged(identity, stack, wanted);
        if (stack.status().endsWith("_COMPLETE")
                && haveSameTopics(stack, wanted)
                && Comparison.isSame(
                        stack,
                        stacks.resources(identity, stack),
                        plan,
                        Place.of(identity, stack),
                        wanted)) {
            throw TemplateErrors.of("No updates are to be performed.");
        }
        start(identity, stack, plan, wanted, terms, progress(scope, set));
        return stack.id();
    }

    private static boolean haveSameTopics(Stack stack, Stack.Wanted wanted) {
        return wanted.settings()
                .notificationArns()
                .equals(stack.wanted().settings().notificationArns());
    }

    /** A stack in the middle of things goes on only in a way that may leave it there again. */
    static void requireKept(Stack stack, Terms terms, String api) {
        boolean midway = stack.status().equals("CREATE_FAILED") || isFailedUpdate(stack);
        if (!midway) {
            return;
        }
        if (stack.wanted().settings().failure() == Failure.DO_NOTHING) {
            throw TemplateErrors.of(
                    "This stack cannot be updated from [%s] state because it contains [on-failure:"
                            + " DO_NOTHING]. Please use disable-rollback option instead during"
                            + " stack creation.",
                    stack.status());
        }
        if (!terms.failure().goesOn()) {
            throw TemplateErrors.of(
                    "This stack is currently in a non-terminal [%s] state. To update the stack"
                            + " from this state, please use the disable-rollback parameter with %s"
                            + " API. To rollback to the last known good state, use the"
                            + " rollback-stack API",
                    stack.status(), api);
        }
    }

    static boolean isFailedUpdate(Stack stack) {
        return stack.status().equals("UPDATE_FAILED");
    }

    /** Stores an unborn stack for change sets to be made against; a stored one stays as it is. */
    void announce(CallerIdentity identity, Stack stack) {
        if (stacks.find(identity, stack.id()).isEmpty()) {
            insert(identity, stack);
            runs.announce(Stacks.scope(identity), stack);
        }
    }

    private void insert(CallerIdentity identity, Stack stack) {
        try {
            store.stacks().insert(Stacks.scope(identity), stack.name(), stack);
        } catch (DuplicateDocumentException duplicate) {
            throw new ServiceException(
                    "AlreadyExistsException", 400, "Stack [" + stack.name() + "] already exists");
        }
    }

    /**
     * Starts bringing a stack to a plan, behind the response.
     *
     * @throws ServiceException ValidationError when somebody else began to work on it
     */
    void start(
            CallerIdentity identity,
            Stack stack,
            Plan plan,
            Stack.Wanted wanted,
            Terms terms,
            Progress progress) {
        boolean creates = stack.underReview();
        boolean imports = terms.imported().alone();
        String verb = imports ? "IMPORT" : creates ? "CREATE" : "UPDATE";
        String status = verb + "_IN_PROGRESS";
        StackRun run = begun(identity, stack, status, wanted, wanted.role(), terms);
        progress.begun();
        runs.begin(
                Stacks.scope(identity),
                stack,
                run,
                () -> {
                    if (imports) {
                        progress.ended(run.take(() -> plan, wanted));
                    } else if (creates) {
                        progress.ended(run.create(() -> plan, wanted));
                    } else {
                        progress.ended(run.update(() -> plan, wanted));
                    }
                });
    }

    /** A stack that nobody else works on from now on. */
    StackRun begun(
            CallerIdentity identity,
            Stack stack,
            String status,
            Stack.@Nullable Wanted wanted,
            @Nullable String role,
            Terms terms) {
        CallerIdentity actor = actors.acting(identity, role);
        Operation operation = new Operation(actor.principal(), actor.via(), wanted, terms);
        StackRun run = runs.of(Stacks.scope(identity), stack, operation);
        // Nothing may fail between the taking of a stack and the thread that works on it.
        stacks.drifts().forget(Stacks.scope(identity), stack.id());
        if (!run.begin(status, operation)) {
            throw Stacks.notNow(stack.id(), "UPDATE_IN_PROGRESS");
        }
        return run;
    }

    /**
     * Starts deleting a stack; one that is not there is no error, and one that others import from
     * stays as it is and tells why.
     *
     * @param role in whose name; null for the role the stack was last worked on by, or else the
     *     caller's own
     * @throws ServiceException ValidationError when something works on the stack, the role cannot
     *     be assumed, or resources are to be kept that could not
     */
    public void delete(
            CallerIdentity identity, String nameOrId, @Nullable String role, Terms terms) {
        Optional<Stack> found = stacks.find(identity, nameOrId);
        if (found.isEmpty() || found.get().times().deleted() != null) {
            return;
        }
        Stack stack = found.get();
        if (tokens.isRepeated(identity, stack, terms)) {
            return;
        }
        if (stack.inProgress()) {
            throw TemplateErrors.of(
                    "Stack [%s] is in %s state and can not be deleted",
                    stack.name(), stack.status());
        }
        if (stack.wanted().terminationProtection()) {
            throw TemplateErrors.of(
                    "Stack [%s] cannot be deleted while TerminationProtection is enabled",
                    stack.name());
        }
        requireRetainable(identity, stack, terms);
        String named = role == null ? stack.wanted().role() : role;
        StackRun run = begun(identity, stack, "DELETE_IN_PROGRESS", null, named, terms);
        Scope scope = Stacks.scope(identity);
        try {
            if (run.isSpared()) {
                store.end(scope, stack.id());
                return;
            }
        } catch (StoreUnavailableException away) {
            // It is taken: what goes on with it looks again whether it is spared.
            runs.beginLater(scope, stack, run, away);
            return;
        }
        runs.begin(
                scope,
                stack,
                run,
                () -> {
                    changeSets.dropAll(scope, stack.id());
                    run.delete();
                });
    }

    private void requireRetainable(CallerIdentity identity, Stack stack, Terms terms) {
        boolean failed = stack.status().equals("DELETE_FAILED");
        if (!failed && (terms.force() || !terms.spared().isEmpty())) {
            throw TemplateErrors.of(
                    "Invalid operation on stack [%s]. %s can only be specified for a stack in"
                            + " DELETE_FAILED state.",
                    stack.name(),
                    terms.force() ? "DeletionMode FORCE_DELETE_STACK" : "RetainResources");
        }
        if (!stacks.resources(identity, stack).keySet().containsAll(terms.spared())) {
            throw TemplateErrors.of(
                    "The specified resources to retain must be in a valid state. Do not specify"
                            + " resources that are in the DELETE_COMPLETE state.");
        }
    }
}
