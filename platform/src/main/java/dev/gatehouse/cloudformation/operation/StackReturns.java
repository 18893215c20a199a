package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.engine.StackRun;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.cloudformation.NestedStack;
import dev.gatehouse.kernel.ServiceException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ways back that somebody asks for: from what failed and was kept, or is not wanted. */
public final class StackReturns {
    private final Stacks stacks;
    private final StackStore store;
    private final StackChanges changes;
    private final StackRuns runs;
    private final ClientTokens tokens;

    StackReturns(Stacks stacks, StackStore store, StackChanges changes, StackRuns runs) {
        this.stacks = stacks;
        this.store = store;
        this.changes = changes;
        this.runs = runs;
        this.tokens = new ClientTokens(stacks);
    }

    /**
     * Starts going back from a failed operation whose resources were kept.
     *
     * @return the stack's id
     * @throws ServiceException ValidationError when the stack is not in such a state
     */
    public String rollBack(
            CallerIdentity identity, String nameOrId, @Nullable String role, Terms terms) {
        Stack stack = stacks.require(identity, nameOrId);
        if (tokens.isRepeated(identity, stack, terms)) {
            return stack.id();
        }
        if (!stack.status().equals("CREATE_FAILED") && !StackChanges.isFailedUpdate(stack)) {
            throw TemplateErrors.of(
                    "Stack:%s is in %s state and can not be rolled back.",
                    stack.id(), stack.status());
        }
        String status = stack.wasSettled() ? "UPDATE_ROLLBACK_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS";
        goBack(identity, stack, status, role, terms);
        return stack.id();
    }

    /**
     * Starts going on with a roll-back that failed.
     *
     * @throws ServiceException ValidationError when none did, or resources are to be skipped that
     *     are no obstacle
     */
    public void continueRollback(
            CallerIdentity identity, String nameOrId, @Nullable String role, Terms terms) {
        Stack stack = stacks.require(identity, nameOrId);
        if (tokens.isRepeated(identity, stack, terms)) {
            return;
        }
        if (!stack.status().equals("UPDATE_ROLLBACK_FAILED")) {
            throw TemplateErrors.of(
                    "Stack:%s is in %s state and can not continue to roll back.",
                    stack.id(), stack.status());
        }
        Map<String, StackResource> resources = stacks.resources(identity, stack);
        Set<String> own = new TreeSet<>(terms.spared());
        own.removeIf(each -> each.contains("."));
        requireSkippable(resources, own);
        within(terms.spared())
                .forEach((id, skipped) -> below(identity, resources.get(id), id, skipped, terms));
        Terms alone = terms.sparing(own, terms.force());
        goBack(identity, stack, "UPDATE_ROLLBACK_IN_PROGRESS", role, alone);
    }

    /** What is to be skipped in nested stacks, by the resources that those are. */
    private static Map<String, Set<String>> within(Set<String> spared) {
        Map<String, Set<String>> nested = new TreeMap<>();
        for (String each : spared) {
            int dot = each.indexOf('.');
            if (dot >= 0) {
                nested.computeIfAbsent(each.substring(0, dot), _ -> new TreeSet<>())
                        .add(each.substring(dot + 1));
            }
        }
        return nested;
    }

    /** A nested stack goes back first; its parent waits for it. */
    private void below(
            CallerIdentity identity,
            @Nullable StackResource resource,
            String logicalId,
            Set<String> skipped,
            Terms terms) {
        if (resource == null || !resource.type().equals(NestedStack.NAME)) {
            throw TemplateErrors.of("No nested stack [%s] exists to skip resources of", logicalId);
        }
        continueRollback(
                identity,
                resource.physicalId(),
                null,
                Terms.of(Terms.Kind.CONTINUE_ROLLBACK, null).sparing(skipped, terms.force()));
    }

    private static void requireSkippable(Map<String, StackResource> resources, Set<String> own) {
        Set<String> unskippable = new TreeSet<>(own);
        resources.forEach(
                (id, resource) -> {
                    if (resource.status().endsWith("_FAILED")) {
                        unskippable.remove(id);
                    }
                });
        if (!unskippable.isEmpty()) {
            throw TemplateErrors.of(
                    "Resources to skip must be in the UPDATE_FAILED state: %s", unskippable);
        }
    }

    private void goBack(
            CallerIdentity identity,
            Stack stack,
            String status,
            @Nullable String role,
            Terms terms) {
        String named = role == null ? stack.wanted().role() : role;
        StackRun run = changes.begun(identity, stack, status, null, named, terms);
        runs.begin(Stacks.scope(identity), stack, run, () -> run.rollBack(status));
    }

    /**
     * Wants an update no longer: the stack goes back.
     *
     * @throws ServiceException ValidationError when there is none that still can
     */
    public void cancel(CallerIdentity identity, String nameOrId) {
        Stack stack = stacks.require(identity, nameOrId);
        if (!store.cancel(Stacks.scope(identity), stack)) {
            throw TemplateErrors.of("CancelUpdateStack cannot be called from current stack status");
        }
        runs.cancel(stack);
    }
}
