package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.identity.Principal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is being done to a stack, as it is stored while it is: for a node that goes on with it.
 *
 * @param actor in whose name
 * @param via the services that act in that name; none where it is a role's that was passed
 * @param wanted what the stack is to become; null when it is to go
 * @param terms how it is done
 * @param cancelled whether somebody wants it no longer
 */
public record Operation(
        Principal actor,
        List<String> via,
        Stack.@Nullable Wanted wanted,
        Terms terms,
        boolean cancelled) {

    /** What was stored before there was all of this goes on as if nothing special had been said. */
    public Operation {
        via = Objects.requireNonNullElse(via, List.of());
        terms = Objects.requireNonNullElseGet(terms, () -> Terms.of(Terms.Kind.UPDATE_STACK, null));
    }

    public Operation(
            Principal actor, List<String> via, Stack.@Nullable Wanted wanted, Terms terms) {
        this(actor, via, wanted, terms, false);
    }

    Operation asCancelled() {
        return new Operation(actor, via, wanted, terms, true);
    }
}
