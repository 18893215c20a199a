package dev.gatehouse.cloudformation.stack;

import java.time.Instant;

/**
 * What a nested stack was before its parent changed it, for a parent that rolls back: the object
 * that its template came from may be another one by then.
 *
 * @param at when the parent changed it
 */
public record Former(Instant at, Stack.Wanted wanted) {}
