package dev.gatehouse.store;

/**
 * What was written to a store since it was opened.
 *
 * @param commits transactions that were committed, single writes included
 * @param seconds what they took together, with what they waited for each other
 */
public record StoreLoad(long commits, double seconds) {}
