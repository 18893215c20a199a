package dev.gatehouse.wire.access;

/**
 * Something that the caller of an operation has to be allowed.
 *
 * @param action such as {@code lambda:InvokeFunction}
 * @param resource the ARN of what it is done to; {@code *} where there is none
 */
public record Need(String action, String resource) {}
