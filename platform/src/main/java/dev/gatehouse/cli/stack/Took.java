package dev.gatehouse.cli.stack;

import dev.gatehouse.kernel.Clock;
import java.util.Locale;

/** How long a step took, as it is told. */
final class Took {
    private static final long NANOS = 1_000_000;
    private static final long SECOND = 1_000;

    private final long begun = Clock.SYSTEM.nanoTime();

    /** What it took until now. */
    String text() {
        return text((Clock.SYSTEM.nanoTime() - begun) / NANOS);
    }

    static String text(long millis) {
        return millis < SECOND
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / (double) SECOND);
    }
}
