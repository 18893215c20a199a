package dev.gatehouse.gateway.plan;

/**
 * Which responses a REST API compresses for clients that accept it.
 *
 * @param minimumBytes how long the shortest of them is
 */
public record Compression(long minimumBytes) {
    /** None. */
    public static final Compression OFF = new Compression(Long.MAX_VALUE);

    /** Whether any is. */
    public boolean isOn() {
        return minimumBytes != OFF.minimumBytes;
    }
}
