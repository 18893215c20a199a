package dev.gatehouse.lambda.telemetry;

import java.util.concurrent.TimeUnit;

/**
 * Durations in AWS's log lines: milliseconds with two decimals. Cheap, since every event has some.
 */
public final class TwoDecimals {
    private TwoDecimals() {}

    static StringBuilder appendMillis(StringBuilder text, long nanos) {
        return append(text, (nanos + 5_000) / 10_000);
    }

    public static StringBuilder appendSeconds(StringBuilder text, long nanos) {
        return append(text, TimeUnit.NANOSECONDS.toMillis(nanos) / 10);
    }

    private static StringBuilder append(StringBuilder text, long hundredths) {
        long rest = hundredths % 100;
        return text.append(hundredths / 100).append(rest < 10 ? ".0" : ".").append(rest);
    }
}
