package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What is being done to a stack, as it is stored while it is: for a node that goes on with it.
 *
 * @param actor in whose name
 * @param wanted what the stack is to become; null when it is to go
 */
public record Operation(Principal actor, Stack.@Nullable Wanted wanted) {}
