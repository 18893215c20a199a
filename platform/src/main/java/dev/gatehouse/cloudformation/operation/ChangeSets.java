package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.ChangeSet.State;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.plan.Capabilities;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of stacks that wait to be looked at, and are then executed or thrown away. */
public final class ChangeSets {
    private final Stacks stacks;
    private final ChangeSetStore store;
    private final NestedChangeSets nested;
    private final Clock clock;

    ChangeSets(Stacks stacks, ChangeSetStore store, NestedChangeSets nested, Clock clock) {
        this.stacks = stacks;
        this.store = store;
        this.nested = nested;
        this.clock = clock;
    }

    /**
     * Works out what it takes to bring a stack to what is wanted. What cannot be executed is kept
     * all the same, with the reason: nothing changes, or IAM resources that only the transform made
     * were not acknowledged. A request that is made again has the set of the first.
     *
     * @param stack the stack, or one to be made that is stored only with its first change set
     * @param imports the existing resources that it is to take over
     * @param templates reads templates of nested stacks by their URL
     * @throws ServiceException AlreadyExistsException when the stack has a set of that name;
     *     InsufficientCapabilitiesException; ValidationError naming what is wrong in the template,
     *     or the role that cannot be assumed
     */
    public ChangeSet create(
            CallerIdentity identity,
            Stack stack,
            String name,
            Stack.Wanted asked,
            ChangeSet.Request request,
            List<ResourceImports.Asked> imports,
            UnaryOperator<String> templates) {
        Optional<ChangeSet> made =
                find(identity, stack, name).filter(set -> request.repeats(set.request()));
        if (made.isPresent()) {
            return made.get();
        }
        Capabilities.missing(
                        Template.parse(asked.template(), asked.parameters()), asked.capabilities())
                .ifPresent(
                        capability -> {
                            throw Capabilities.insufficient(capability);
                        });
        Stack.Wanted wanted = stacks.plans().fetched(identity, asked);
        ChangeSetDrafts.Draft draft =
                new ChangeSetDrafts(stacks, clock, identity, templates)
                        .of(stack, name, wanted, request, imports);
        draft.all().forEach(each -> keep(identity, each));
        return draft.set();
    }

    private void keep(CallerIdentity identity, ChangeSetDrafts.Draft draft) {
        ChangeSet set = draft.set();
        stacks.changes().announce(identity, draft.stack());
        try {
            store.insert(scope(identity), set);
        } catch (DuplicateDocumentException duplicate) {
            throw new ServiceException(
                    "AlreadyExistsException", 400, "ChangeSet [" + set.name() + "] already exists");
        }
    }

    /** What is asked for now. */
    public ChangeSet.Request request(
            @Nullable String description,
            ChangeSet.Type type,
            boolean importExisting,
            boolean includeNested,
            @Nullable String token) {
        return new ChangeSet.Request(
                description, clock.now(), type, importExisting, includeNested, null, token);
    }

    /**
     * Starts making the change; the stack's other change sets go, since they were worked out
     * against what it no longer is.
     *
     * @param asked what was said of a failure, if anything; else what the change set says holds
     * @throws ServiceException InvalidChangeSetStatus when it cannot be executed, or not any more;
     *     ValidationError when something else works on the stack
     */
    public void execute(CallerIdentity identity, ChangeSet set, Terms asked) {
        Stack stack = stacks.require(identity, set.basis().stackId());
        if (new ClientTokens(stacks).isRepeated(identity, stack, asked)) {
            return;
        }
        State state = state(set, stack);
        if (!state.status().equals(State.AVAILABLE.status())) {
            throw invalid(set, "executed", "status of [" + state.status() + "]");
        }
        if (!state.equals(State.AVAILABLE)) {
            throw invalid(set, "executed", "execution status of [" + state.execution() + "]");
        }
        requireRoot(set, "executed");
        Scope scope = scope(identity);
        StackSettings settings = set.wanted().settings();
        boolean said = asked.failure().goesOn() || asked.newOnesGo();
        Terms terms =
                said ? asked : asked.failing(settings.failure(), settings.retainExceptOnCreate());
        StackChanges.requireKept(stack, terms, "execute-change-set");
        Stack.Wanted wanted =
                set.wanted()
                        .with(
                                settings.operating(
                                        terms.failure(),
                                        terms.newOnesGo(),
                                        settings.deploymentMode()));
        Plan plan = stacks.plans().of(identity, stack, wanted);
        stacks.changes()
                .start(
                        identity,
                        stack,
                        plan,
                        wanted,
                        terms.under(stack.wanted().settings().policy()).importing(set.imported()),
                        nested.execution(scope, set));
    }

    /**
     * A stack's change set by name or ARN; by its ARN alone when no stack is named. What begins as
     * an ARN and is none names nothing.
     */
    public Optional<ChangeSet> find(
            CallerIdentity identity, @Nullable Stack stack, String nameOrArn) {
        if (stack == null) {
            return store.find(scope(identity), nameOrArn);
        }
        boolean arn = nameOrArn.startsWith("arn:");
        String[] parts = nameOrArn.split("/", 3);
        if (arn && parts.length < 3) {
            return Optional.empty();
        }
        return store.find(scope(identity), stack.id(), arn ? parts[1] : nameOrArn)
                .filter(set -> !arn || set.id().equals(nameOrArn));
    }

    /** A stack's change sets that were not executed. */
    public List<ChangeSet> active(CallerIdentity identity, Stack stack) {
        return store.of(scope(identity), stack.id()).stream()
                .filter(set -> !set.state().isExecution())
                .toList();
    }

    /**
     * @throws ServiceException InvalidChangeSetStatus while it is being executed
     */
    public void delete(CallerIdentity identity, ChangeSet set) {
        if (set.state().equals(State.EXECUTING)) {
            throw invalid(set, "deleted", "execution status of [EXECUTE_IN_PROGRESS]");
        }
        requireRoot(set, "deleted");
        nested.drop(scope(identity), set);
    }

    /** What a nested stack's set does, the one at the top does. */
    private static void requireRoot(ChangeSet set, String verb) {
        ChangeSet.Within within = set.request().within();
        if (within != null) {
            throw new ServiceException(
                    "InvalidChangeSetStatus",
                    400,
                    "ChangeSet [%s] is nested; it is %s with the root change set [%s]"
                            .formatted(set.id(), verb, within.rootId()));
        }
    }

    /** Where a change set stands now that its stack is as it is. */
    public State state(ChangeSet set, Stack stack) {
        if (set.state().equals(State.EXECUTING) && !stack.inProgress()) {
            // The stack is done a little before its change set is marked.
            return stack.isMade() ? State.EXECUTED : State.EXECUTION_FAILED;
        }
        boolean changed = !set.basis().changed().equals(stack.changed());
        return changed && set.state().equals(State.AVAILABLE) ? State.OBSOLETE : set.state();
    }

    private static ServiceException invalid(ChangeSet set, String verb, String status) {
        return new ServiceException(
                "InvalidChangeSetStatus",
                400,
                "ChangeSet [%s] cannot be %s in its current %s".formatted(set.id(), verb, status));
    }

    private static Scope scope(CallerIdentity identity) {
        return new Scope(identity.account(), identity.region());
    }
}
