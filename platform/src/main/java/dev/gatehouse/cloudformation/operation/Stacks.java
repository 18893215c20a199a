package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.changeset.Comparison;
import dev.gatehouse.cloudformation.engine.StackRun;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Export;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stacks of a node: what may be done to them and when. The work itself runs behind the
 * response.
 */
public final class Stacks implements AutoCloseable {
    private final StackStore store;
    private final ChangeSetStore changeSets;
    private final StackRuns runs;
    private final CustomResponses responses = new CustomResponses();
    private final Actors actors;
    private final StackPlans plans;
    private final Clock clock;

    /**
     * @param services where resources are made
     * @param roles who that is when a role was passed
     */
    public Stacks(Store store, AwsServices services, ServiceRoles roles, Clock clock) {
        this.store = new StackStore(store);
        this.changeSets = new ChangeSetStore(store);
        this.runs = new StackRuns(this.store, changeSets, services, responses, clock);
        this.actors = new Actors(roles);
        this.plans = new StackPlans(this.store, services, actors);
        this.clock = clock;
    }

    /** Where functions of custom resources respond. */
    public CustomResponses responses() {
        return responses;
    }

    /** The change sets of these stacks. */
    public ChangeSets changeSets() {
        return new ChangeSets(this, changeSets, clock);
    }

    /** Goes on, behind the start, with the stacks that a stopped node was working on. */
    public void recover() {
        runs.recover();
    }

    /** Begins nothing more; what is under way goes on after the next start. */
    @Override
    public void close() {
        runs.close();
    }

    /**
     * Starts creating a stack.
     *
     * @return the stack's id
     * @throws ServiceException AlreadyExistsException; InsufficientCapabilitiesException;
     *     ValidationError naming what is wrong in the template
     */
    public String create(CallerIdentity identity, String name, Stack.Wanted asked) {
        Stack stack =
                Stack.unborn(identity, name, clock.now()).protecting(asked.terminationProtection());
        Stack.Wanted wanted = plans.fetched(identity, asked);
        Plan plan = plans.acknowledged(identity, stack, wanted);
        insert(identity, stack);
        start(identity, stack, plan, wanted, Progress.UNHEARD);
        return stack.id();
    }

    /**
     * Starts changing a stack.
     *
     * @return the stack's id
     * @throws ServiceException InsufficientCapabilitiesException; ValidationError when the stack
     *     may not be changed now, when nothing would change, or naming what is wrong in the
     *     template
     */
    public String update(CallerIdentity identity, String nameOrId, Stack.Wanted asked) {
        Stack stack = requireChangeable(identity, nameOrId);
        Stack.Wanted wanted = plans.fetched(identity, asked);
        Plan plan = plans.acknowledged(identity, stack, wanted);
        if (stack.status().endsWith("_COMPLETE")
                && Comparison.isSame(
                        stack,
                        resources(identity, stack),
                        plan,
                        Place.of(identity, stack),
                        wanted)) {
            throw TemplateErrors.of("No updates are to be performed.");
        }
        start(identity, stack, plan, wanted, Progress.UNHEARD);
        return stack.id();
    }

    /** Stores an unborn stack for change sets to be made against; a stored one stays as it is. */
    void announce(CallerIdentity identity, Stack stack) {
        if (find(identity, stack.id()).isEmpty()) {
            insert(identity, stack);
            runs.journal(scope(identity), stack).status(Stack.REVIEW, "User Initiated");
        }
    }

    private void insert(CallerIdentity identity, Stack stack) {
        try {
            store.stacks().insert(scope(identity), stack.name(), stack);
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
            Progress progress) {
        CallerIdentity actor = actors.acting(identity, wanted.role());
        StackRun run = runs.of(actor, stack);
        boolean creates = stack.underReview();
        Operation operation = new Operation(actor.principal(), wanted);
        if (!run.begin(creates ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", operation)) {
            throw notNow(stack.id(), "UPDATE_IN_PROGRESS");
        }
        progress.begun();
        runs.begin(
                scope(identity),
                stack,
                () ->
                        progress.ended(
                                creates
                                        ? run.create(() -> plan, wanted)
                                        : run.update(() -> plan, wanted)));
    }

    /**
     * Starts deleting a stack; one that is not there is no error, and one that others import from
     * stays as it is and tells why.
     *
     * @param role in whose name; null for the role the stack was last worked on by, or else the
     *     caller's own
     * @throws ServiceException ValidationError when something works on the stack, or the role
     *     cannot be assumed
     */
    public void delete(CallerIdentity identity, String nameOrId, @Nullable String role) {
        Optional<Stack> found = find(identity, nameOrId);
        if (found.isEmpty() || found.get().times().deleted() != null) {
            return;
        }
        Stack stack = found.get();
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
        String named = role == null ? stack.wanted().role() : role;
        CallerIdentity actor = actors.acting(identity, named);
        StackRun run = runs.of(actor, stack);
        if (!run.begin("DELETE_IN_PROGRESS", new Operation(actor.principal(), null))) {
            throw notNow(stack.id(), "UPDATE_IN_PROGRESS");
        }
        if (run.isSpared()) {
            store.end(scope(identity), stack.id());
            return;
        }
        changeSets.deleteAll(scope(identity), stack.id());
        runs.begin(scope(identity), stack, run::delete);
    }

    /**
     * Protects a stack from being deleted, or no longer.
     *
     * @return the stack's id
     * @throws ServiceException ValidationError when there is no such stack
     */
    public String protect(CallerIdentity identity, String nameOrId, boolean from) {
        Stack stack = require(identity, nameOrId);
        if (stack.times().deleted() != null) {
            throw TemplateErrors.of("Stack [%s] does not exist", nameOrId);
        }
        store.stacks().update(scope(identity), stack.name(), each -> each.protecting(from));
        return stack.id();
    }

    private static ServiceException notNow(String id, String status) {
        return TemplateErrors.of("Stack:%s is in %s state and can not be updated.", id, status);
    }

    /** A stack by name or id; one that is deleted by its id alone. */
    Optional<Stack> find(CallerIdentity identity, String nameOrId) {
        return store.find(scope(identity), nameOrId);
    }

    /**
     * @throws ServiceException ValidationError when there is no such stack
     */
    public Stack require(CallerIdentity identity, String nameOrId) {
        return find(identity, nameOrId)
                .orElseThrow(() -> TemplateErrors.of("Stack with id %s does not exist", nameOrId));
    }

    /** Every stack, also the deleted ones. */
    public List<Stack> all(CallerIdentity identity) {
        return store.all(scope(identity));
    }

    /** What exists of a stack, by logical id, in the order in which it was made. */
    public Map<String, StackResource> resources(CallerIdentity identity, Stack stack) {
        return store.existing(scope(identity), stack.id());
    }

    /** The stack that has a resource of a physical id. */
    public Optional<Stack> holding(CallerIdentity identity, String physicalId) {
        return store.all(scope(identity)).stream()
                .filter(
                        stack ->
                                resources(identity, stack).values().stream()
                                        .anyMatch(each -> physicalId.equals(each.physicalId())))
                .findFirst();
    }

    /** What the stacks of an account and region offer to each other. */
    public Collection<Export> exports(CallerIdentity identity) {
        return store.offers(scope(identity)).all();
    }

    /** The names of the stacks that import an export. */
    public List<String> importers(CallerIdentity identity, String export) {
        return store.offers(scope(identity)).importers(export);
    }

    /** What happened to a stack, newest first. */
    public List<StackEvent> events(CallerIdentity identity, Stack stack) {
        return store.events(scope(identity), stack.id());
    }

    /**
     * @throws ServiceException ValidationError when the stack does not exist or may not be changed
     *     now
     */
    public Stack requireChangeable(CallerIdentity identity, String nameOrId) {
        Stack stack = require(identity, nameOrId);
        if (stack.inProgress()
                || stack.underReview()
                || stack.status().equals("ROLLBACK_COMPLETE")
                || stack.times().deleted() != null) {
            throw notNow(stack.id(), stack.status());
        }
        return stack;
    }

    /**
     * The stack of that name under review, or one not stored yet.
     *
     * @param changeSet what is to create it
     * @throws ServiceException ValidationError when the stack exists
     */
    public Stack requireUnborn(CallerIdentity identity, String name, String changeSet) {
        Optional<Stack> found = find(identity, name);
        if (found.isPresent() && !found.get().underReview()) {
            throw TemplateErrors.of(
                    "Stack [%s] already exists and cannot be created again with the changeSet"
                            + " [%s].",
                    name, changeSet);
        }
        return found.orElseGet(() -> Stack.unborn(identity, name, clock.now()));
    }

    /** What stacks are to become. */
    StackPlans plans() {
        return plans;
    }

    private static Scope scope(CallerIdentity identity) {
        return new Scope(identity.account(), identity.region());
    }
}
