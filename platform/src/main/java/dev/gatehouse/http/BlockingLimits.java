package dev.gatehouse.http;

/**
 * Bounds on the way to blocking code.
 *
 * @param bodyBytes the longest body of one request
 * @param heldBytes all bodies together that are being read or worked on
 * @param calls how many calls may run at once; one more is refused, never queued
 */
public record BlockingLimits(int bodyBytes, long heldBytes, int calls) {
    private static final int MIB = 1024 * 1024;

    /**
     * Lambda takes zip files of 50 MiB, which are 67 MiB in base64; and a call may be an invocation
     * that waits for its function, of which an account runs a thousand at once.
     */
    public static final BlockingLimits DEFAULT = new BlockingLimits(80 * MIB, 256L * MIB, 2_000);

    public BlockingLimits {
        if (bodyBytes < 1 || heldBytes < bodyBytes || calls < 1) {
            throw new IllegalArgumentException(
                    "one call with the largest body must fit: " + bodyBytes + " of " + heldBytes);
        }
    }
}
