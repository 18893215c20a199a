package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.drift.Drifts;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Export;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.TaggedResources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The stacks of a node, and what can be read of them. */
public final class Stacks implements AutoCloseable {
    private static final String STACK = "stack/";

    private final StackStore store;
    private final ChangeSetStore changeSets;
    private final NestedChangeSets nested;
    private final StackRuns runs;
    private final CustomResponses responses;
    private final StackPlans plans;
    private final StackChanges changes;
    private final Drifts drifts;
    private final ResourceImports imports;
    private final Clock clock;

    /**
     * @param services where resources are made
     * @param roles who that is when a role was passed
     * @param secrets encrypts what of resources is secret
     */
    public Stacks(
            Store store, AwsServices services, ServiceRoles roles, Secrets secrets, Clock clock) {
        this.store = new StackStore(store, secrets);
        this.changeSets = new ChangeSetStore(store);
        this.responses = new CustomResponses(clock);
        this.runs = new StackRuns(store, this.store, services, responses, clock);
        Actors actors = new Actors(roles);
        this.plans = new StackPlans(this.store, services, actors);
        this.drifts = new Drifts(store, services, responses, clock);
        this.imports = new ResourceImports(this, services, actors, responses);
        this.nested = new NestedChangeSets(this.store, changeSets, clock);
        this.changes = new StackChanges(this, this.store, nested, runs, actors, clock);
        this.clock = clock;
    }

    /** The tags of stacks, for decisions about them. */
    public ServiceAccess access() {
        return new TaggedResources(
                (scope, resource) ->
                        resource.startsWith(STACK)
                                ? Optional.of(
                                        store.find(
                                                        scope,
                                                        resource.substring(STACK.length())
                                                                .split("/", 2)[0])
                                                .map(stack -> stack.wanted().tags())
                                                .orElse(Map.of()))
                                : Optional.empty());
    }

    /** Where functions of custom resources respond. */
    public CustomResponses responses() {
        return responses;
    }

    /** What is done to these stacks. */
    public StackChanges changes() {
        return changes;
    }

    /** The ways back of these stacks. */
    public StackReturns returns() {
        return new StackReturns(this, store, changes, runs);
    }

    /** What is said to their resources while those wait. */
    public ResourceSignals signals() {
        return new ResourceSignals(this, runs, responses);
    }

    /** What became of their resources behind their backs. */
    public Drifts drifts() {
        return drifts;
    }

    /** The change sets of these stacks. */
    public ChangeSets changeSets() {
        return new ChangeSets(this, changeSets, nested, clock);
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
     * Protects a stack from being deleted, or no longer.
     *
     * @return the stack's id
     * @throws ServiceException ValidationError when there is no such stack
     */
    public String protect(CallerIdentity identity, String nameOrId, boolean from) {
        return change(identity, nameOrId, stack -> stack.protecting(from));
    }

    /** Says what later updates may change. */
    public void protect(CallerIdentity identity, String nameOrId, String policy) {
        change(
                identity,
                nameOrId,
                stack -> {
                    StackSettings settings = stack.wanted().settings();
                    return stack.with(settings.under(policy));
                });
    }

    private String change(CallerIdentity identity, String nameOrId, UnaryOperator<Stack> change) {
        Stack stack = require(identity, nameOrId);
        if (stack.times().deleted() != null) {
            throw TemplateErrors.of("Stack [%s] does not exist", nameOrId);
        }
        store.stacks().update(scope(identity), stack.name(), change);
        return stack.id();
    }

    static ServiceException notNow(String id, String status) {
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

    /** The stack that has a resource of a type. */
    Optional<Stack> holder(CallerIdentity identity, String type, String physicalId) {
        return store.holders().of(scope(identity), type, physicalId);
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
        return store.exports().offers(scope(identity)).all();
    }

    /** The names of the stacks that import an export. */
    public List<String> importers(CallerIdentity identity, String export) {
        return store.exports().offers(scope(identity)).importers(export);
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
        boolean stuck =
                stack.status().equals("ROLLBACK_COMPLETE")
                        || stack.status().endsWith("ROLLBACK_FAILED")
                        || stack.status().equals("DELETE_FAILED");
        if (stack.inProgress() || stack.underReview() || stuck || stack.times().deleted() != null) {
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

    /** The stack that is to import resources; one not stored yet when there is none. */
    public Stack requireImporting(CallerIdentity identity, String name) {
        Optional<Stack> found = find(identity, name);
        return found.isPresent() && !found.get().underReview()
                ? requireChangeable(identity, name)
                : found.orElseGet(() -> Stack.unborn(identity, name, clock.now()));
    }

    /** The existing resources that stacks take over. */
    ResourceImports imports() {
        return imports;
    }

    /** What stacks are to become. */
    StackPlans plans() {
        return plans;
    }

    static Scope scope(CallerIdentity identity) {
        return new Scope(identity.account(), identity.region());
    }
}
