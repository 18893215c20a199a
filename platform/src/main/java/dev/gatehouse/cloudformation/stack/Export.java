package dev.gatehouse.cloudformation.stack;

/**
 * An output that a stack offers to the others of its account and region.
 *
 * @param stackId the stack
 * @param name under which the others import it
 * @param value what they get
 */
public record Export(String stackId, String name, String value) {}
