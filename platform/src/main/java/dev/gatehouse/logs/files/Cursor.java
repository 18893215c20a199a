package dev.gatehouse.logs.files;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an event among the events of its group: by time, and among those of one millisecond
 * by the order in which they came.
 *
 * @param timestampMillis when the event happened
 * @param offset where its frame begins in the group's files
 * @param index which event of the frame it is
 */
public record Cursor(long timestampMillis, long offset, int index) implements Comparable<Cursor> {
    private static final Comparator<Cursor> ORDER =
            Comparator.comparingLong(Cursor::timestampMillis)
                    .thenComparingLong(Cursor::offset)
                    .thenComparingInt(Cursor::index);
    private static final Pattern FORM = Pattern.compile("(\\d{20})(\\d{20})(\\d{16})");

    /** Before every event. */
    public static final Cursor START = new Cursor(0, 0, 0);

    /** After every event. */
    public static final Cursor END = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    /** The first place an event of this millisecond can have. */
    public static Cursor at(long timestampMillis) {
        return new Cursor(timestampMillis, 0, 0);
    }

    /** The first place behind all events of this millisecond, and of those before 1970. */
    public static Cursor behind(long timestampMillis) {
        return timestampMillis == Long.MAX_VALUE ? END : at(Math.max(0, timestampMillis) + 1);
    }

    /** The place right behind this one. */
    public Cursor next() {
        return new Cursor(timestampMillis, offset, index + 1);
    }

    /** Reads what {@link #toString} wrote. */
    public static Optional<Cursor> parse(String text) {
        Matcher digits = FORM.matcher(text);
        if (!digits.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Cursor(
                            Long.parseLong(digits.group(1)),
                            Long.parseLong(digits.group(2)),
                            Integer.parseInt(digits.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Cursor other) {
        return ORDER.compare(this, other);
    }

    /** 56 digits that sort as the events do: also the event's id, which AWS makes as long. */
    @Override
    public String toString() {
        return "%020d%020d%016d".formatted(timestampMillis, offset, index);
    }
}
