package dev.gatehouse.proxy.exchange;

/**
 * How long bodies may be.
 *
 * @param payloadBytes the longest body of a request, and of a backend's response; what has to be
 *     whole for a function or a template is never longer than AWS's limit
 * @param heldBytes what all large request bodies that are whole may take together
 */
public record PayloadLimits(long payloadBytes, long heldBytes) {
    /** The payload limit of REST and HTTP APIs. */
    public static final long AWS_BYTES = RequestBodies.MAX_BYTES;
}
