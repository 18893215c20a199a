package dev.gatehouse.store;

/**
 * A document as it was read.
 *
 * @param id its id within its kind and scope
 * @param value what it says
 * @param revision changes with every write; {@link Documents#replace} compares it
 */
public record Stored<T>(String id, T value, long revision) {}
