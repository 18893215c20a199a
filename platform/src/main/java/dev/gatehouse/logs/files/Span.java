package dev.gatehouse.logs.files;

/**
 * What a set of events spans.
 *
 * @param firstMillis the earliest event's time
 * @param lastMillis the latest event's time
 * @param ingestedMillis when the newest was accepted
 */
public record Span(long firstMillis, long lastMillis, long ingestedMillis) {
    /** Of no events. */
    public static final Span NONE = new Span(Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

    /** Whether there are no events. */
    public boolean isEmpty() {
        return lastMillis < firstMillis;
    }

    Span with(Span other) {
        return new Span(
                Math.min(firstMillis, other.firstMillis),
                Math.max(lastMillis, other.lastMillis),
                Math.max(ingestedMillis, other.ingestedMillis));
    }
}
