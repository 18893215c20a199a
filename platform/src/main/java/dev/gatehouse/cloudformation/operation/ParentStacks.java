package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.stack.Former;
import dev.gatehouse.cloudformation.stack.Nesting;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.cloudformation.NestedStack;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The stacks that others are resources of, and what they have to say about those. */
final class ParentStacks {
    /** Before it cleans up, which changes no nested stack. */
    private static final Set<String> CHANGING =
            Set.of("UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS");

    private static final Pattern GENERATED = Pattern.compile(".+-[A-Z0-9]{12}");

    private final StackStore store;
    private final Clock clock;

    ParentStacks(StackStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The stack that is at work on making one of a generated name. */
    Optional<Stack> making(Scope scope, String name) {
        if (!GENERATED.matcher(name).matches()) {
            return Optional.empty();
        }
        return store.all(scope).stream()
                .filter(Stack::inProgress)
                .filter(
                        stack ->
                                store.resources(scope, stack.id()).stream()
                                        .anyMatch(each -> isAttempt(each, name)))
                .findFirst();
    }

    private static boolean isAttempt(ResourceDocument document, String name) {
        ResourceDocument.Attempt attempt = document.attempt();
        return attempt != null
                && document.resource().type().equals(NestedStack.NAME)
                && Target.isGenerated(name, attempt.token());
    }

    /** A resource of that stack, for which holds what was acknowledged for the whole. */
    Stack.Wanted within(Scope scope, Stack parent, Stack.Wanted asked) {
        return asked.acknowledging(acknowledged(scope, parent))
                .with(asked.settings().nestedAs(Nesting.in(parent)));
    }

    private List<String> acknowledged(Scope scope, Stack parent) {
        return store.operation(scope, parent.id())
                .map(Operation::wanted)
                .orElse(parent.wanted())
                .capabilities();
    }

    /**
     * What a nested stack is to become by a request: what its parent asks for, or what it was
     * before its parent, which rolls back, changed it.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when a parent rolls back that
     *     did not change it
     */
    Stack.Wanted asked(Scope scope, Stack stack, Stack.Wanted asked) {
        Optional<Stack> parent = changing(scope, stack);
        if (parent.isEmpty()) {
            return asked;
        }
        Instant settled = parent.get().times().settled();
        Optional<Former> former =
                store.former(scope, stack.id())
                        .filter(each -> settled == null || each.at().isAfter(settled));
        if (parent.get().status().equals("UPDATE_IN_PROGRESS")) {
            if (former.isEmpty()) {
                store.remember(scope, stack.id(), new Former(clock.now(), stack.wanted()));
            }
            return within(scope, parent.get(), asked);
        }
        return former.map(Former::wanted)
                .orElseThrow(() -> TemplateErrors.of("No updates are to be performed."));
    }

    private Optional<Stack> changing(Scope scope, Stack stack) {
        Nesting nesting = stack.wanted().settings().nesting();
        return nesting == null
                ? Optional.empty()
                : store.find(scope, nesting.parentId())
                        .filter(parent -> CHANGING.contains(parent.status()));
    }
}
