package dev.gatehouse.lambda.plan;

/**
 * How long the durable executions of a function may last, and how long they are remembered: {@code
 * DurableConfig}.
 *
 * @param timeoutSeconds of a whole execution, its waits included
 * @param retentionDays how long a closed execution can be read
 */
public record DurableSettings(int timeoutSeconds, int retentionDays) {
    /** AWS's default. */
    public static final int RETENTION_DAYS = 14;
}
