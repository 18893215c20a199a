package dev.gatehouse.lambda.sandbox.cgroup;

/** How much CPU AWS gives for memory: one full CPU at 1,769 MB, in proportion below and above. */
final class CpuShare {

    private static final int MEMORY_MB_OF_ONE_CPU = 1_769;

    /** Short periods share more exactly than the kernel's usual 100 ms. */
    static final long PERIOD_MICROS = 20_000;

    private static final long LEAST_QUOTA_MICROS = 1_000;

    private CpuShare() {}

    /** The run time in each period, in microseconds. */
    static long quotaMicros(int memoryMb) {
        return Math.max(LEAST_QUOTA_MICROS, PERIOD_MICROS * memoryMb / MEMORY_MB_OF_ONE_CPU);
    }

    /** A weight on a scale where {@code oneCpu} is that of a whole CPU. */
    static long weight(int memoryMb, int oneCpu, int least, int most) {
        return Math.clamp((long) oneCpu * memoryMb / MEMORY_MB_OF_ONE_CPU, least, most);
    }
}
