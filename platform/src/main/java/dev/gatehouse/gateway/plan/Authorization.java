package dev.gatehouse.gateway.plan;

/**
 * How callers of a method or route are authorized. What is not among the cases cannot be deployed
 * yet.
 */
public sealed interface Authorization {

    /** {@code authorizationType: NONE}. */
    record Open() implements Authorization {}

    /** The one value of {@link Open}. */
    Authorization OPEN = new Open();
}
