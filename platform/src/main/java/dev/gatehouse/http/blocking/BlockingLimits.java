package dev.gatehouse.http.blocking;

/**
 * Bounds on the way to blocking code.
 *
 * @param bodyBytes the longest body that is taken whole
 * @param heldBytes all accepted bodies together that are worked on, in memory
 * @param unverified what bodies of requests whose callers are not verified yet may take meanwhile
 * @param calls how many calls may run at once; one more is rejected, never queued
 */
public record BlockingLimits(int bodyBytes, long heldBytes, Unverified unverified, int calls) {
    private static final int MIB = 1024 * 1024;
    private static final long GIB = 1024L * MIB;

    /**
     * Lambda takes zip files of 50 MiB, which are 67 MiB in base64; and a call may be an invocation
     * that waits for its function, of which an account runs a thousand at once. A small heap takes
     * less.
     */
    public static final BlockingLimits DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

    public BlockingLimits {
        if (bodyBytes < 1 || heldBytes < bodyBytes || calls < 1) {
            throw new IllegalArgumentException(
                    "one call with the largest body must fit: " + bodyBytes + " of " + heldBytes);
        }
    }

    /** The same with what bodies of callers that are not verified may take by default. */
    public BlockingLimits(int bodyBytes, long heldBytes, int calls) {
        this(bodyBytes, heldBytes, Unverified.ofHeap(Runtime.getRuntime().maxMemory()), calls);
    }

    static BlockingLimits ofHeap(long heapBytes) {
        long held = Math.min(256L * MIB, Math.max(16L * MIB, heapBytes / 2));
        return new BlockingLimits(
                (int) Math.min(80L * MIB, held), held, Unverified.ofHeap(heapBytes), 2_000);
    }

    /**
     * What may be taken of bodies before it is known whose they are: a little of each in memory,
     * the rest on disk, so that no client without a key can use up what calls with one need.
     *
     * @param memoryBytes all of them in memory
     * @param memoryBytesPerSource those of one address
     * @param diskBytes all of them on disk
     * @param diskBytesPerSource those of one address
     */
    public record Unverified(
            long memoryBytes, long memoryBytesPerSource, long diskBytes, long diskBytesPerSource) {

        static Unverified ofHeap(long heapBytes) {
            long memory = Math.min(64L * MIB, heapBytes / 8);
            return new Unverified(memory, memory / 2, 8 * GIB, 2 * GIB);
        }
    }
}
