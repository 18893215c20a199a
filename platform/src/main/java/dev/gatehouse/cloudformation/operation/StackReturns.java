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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ways back that somebody asks for: from what failed and was kept, or is not wanted. */
public final class StackReturns {
    /** In place of a nested stack's name. */
    private static final String OWN = "";

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
     * Starts going on with a roll-back that failed. Resources of a nested stack, however deep, are
     * skipped by that stack's name: {@code NestedStackName.LogicalId}.
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
        Map<String, Set<String>> skipped = byStack(terms.spared());
        Return own = new Return(stack, skipped.getOrDefault(OWN, Set.of()));
        skipped.remove(OWN);
        List<Return> below = new ArrayList<>();
        addBelow(identity, stack, skipped, below);
        if (!skipped.isEmpty()) {
            throw TemplateErrors.of(
                    "No nested stack [%s] exists to skip resources of",
                    skipped.keySet().iterator().next());
        }
        requirePossible(identity, own);
        below.forEach(each -> requirePossible(identity, each));
        // A stack waits for those that are nested in it: the deepest begin.
        for (Return each : below) {
            Terms alone = Terms.of(Terms.Kind.CONTINUE_ROLLBACK, null);
            goBack(identity, each, null, alone.sparing(each.skipped(), terms.force()));
        }
        goBack(identity, own, role, terms.sparing(own.skipped(), terms.force()));
    }

    /** A stack that goes back, and what stays as it is there. */
    private record Return(Stack stack, Set<String> skipped) {}

    /** What is to be skipped, by the name of the nested stack that it is in. */
    private static Map<String, Set<String>> byStack(Set<String> spared) {
        Map<String, Set<String>> byStack = new TreeMap<>();
        for (String each : spared) {
            int dot = each.indexOf('.');
            byStack.computeIfAbsent(dot < 0 ? OWN : each.substring(0, dot), _ -> new TreeSet<>())
                    .add(each.substring(dot + 1));
        }
        return byStack;
    }

    /** Finds the nested stacks that are named, those before others that they are nested in. */
    private void addBelow(
            CallerIdentity identity,
            Stack above,
            Map<String, Set<String>> skipped,
            List<Return> found) {
        for (StackResource each : stacks.resources(identity, above).values()) {
            if (!each.type().equals(NestedStack.NAME) || each.physicalId().isEmpty()) {
                continue;
            }
            Optional<Stack> nested = stacks.find(identity, each.physicalId());
            if (nested.isPresent()) {
                addBelow(identity, nested.get(), skipped, found);
                Set<String> own = skipped.remove(nested.get().name());
                if (own != null) {
                    found.add(new Return(nested.get(), own));
                }
            }
        }
    }

    private void requirePossible(CallerIdentity identity, Return asked) {
        Stack stack = asked.stack();
        if (!stack.status().equals("UPDATE_ROLLBACK_FAILED")) {
            throw TemplateErrors.of(
                    "Stack:%s is in %s state and can not continue to roll back.",
                    stack.id(), stack.status());
        }
        Set<String> unskippable = new TreeSet<>(asked.skipped());
        stacks.resources(identity, stack)
                .forEach(
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

    private void goBack(CallerIdentity identity, Return asked, @Nullable String role, Terms terms) {
        goBack(identity, asked.stack(), "UPDATE_ROLLBACK_IN_PROGRESS", role, terms);
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
