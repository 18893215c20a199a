package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.ChangeSet.State;
import dev.gatehouse.cloudformation.changeset.ChangeSetStore;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The change sets that {@code IncludeNestedStacks} makes of nested stacks: they live and go with
 * the one at the top (CloudFormation User Guide, "Change sets for nested stacks").
 */
final class NestedChangeSets {
    private final StackStore stacks;
    private final ChangeSetStore sets;
    private final Clock clock;

    NestedChangeSets(StackStore stacks, ChangeSetStore sets, Clock clock) {
        this.stacks = stacks;
        this.sets = sets;
        this.clock = clock;
    }

    /** The set of a nested stack that is executed with its parent's now. */
    Optional<ChangeSet> executing(Scope scope, Stack stack) {
        return sets.of(scope, stack.id()).stream()
                .filter(set -> set.state().equals(State.AVAILABLE))
                .filter(set -> isParentExecuting(scope, set))
                .findFirst();
    }

    private boolean isParentExecuting(Scope scope, ChangeSet set) {
        ChangeSet.Within within = set.request().within();
        return within != null
                && sets.find(scope, within.parentId())
                        .filter(parent -> parent.state().equals(State.EXECUTING))
                        .isPresent();
    }

    /** Marks a set as its stack is worked on, and what is nested in it. */
    Progress execution(Scope scope, ChangeSet set) {
        return new Progress() {
            @Override
            public void begun() {
                sets.mark(scope, set, State.EXECUTING);
                sets.of(scope, set.basis().stackId()).stream()
                        .filter(other -> !other.id().equals(set.id()))
                        .forEach(other -> drop(scope, other));
            }

            @Override
            public void ended(boolean reached) {
                sets.mark(scope, set, State.executed(reached));
                sets.nestedIn(scope, set).stream()
                        .filter(nested -> !nested.state().isExecution())
                        .forEach(nested -> drop(scope, nested));
            }
        };
    }

    /** Deletes all sets of a stack. */
    void dropAll(Scope scope, String stackId) {
        sets.of(scope, stackId).forEach(set -> drop(scope, set));
    }

    /** Deletes a set with those nested in it, and the stacks that only waited for them. */
    void drop(Scope scope, ChangeSet set) {
        for (ChangeSet nested : sets.nestedIn(scope, set)) {
            drop(scope, nested);
            String stackId = nested.basis().stackId();
            List<ChangeSet> others = sets.of(scope, stackId);
            stacks.find(scope, stackId)
                    .filter(Stack::underReview)
                    .filter(_ -> others.isEmpty())
                    .ifPresent(waiting -> stacks.bury(scope, waiting, clock.now()));
        }
        sets.delete(scope, set);
    }
}
