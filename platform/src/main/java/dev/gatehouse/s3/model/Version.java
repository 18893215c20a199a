package dev.gatehouse.s3.model;

import dev.gatehouse.kernel.ServiceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of its key's versions one is.
 *
 * @param id as clients name it: opaque, or {@code null} for the one version that a key has from
 *     times when its bucket named none
 * @param sequence greater than that of every older version of the key
 * @param marker whether it only says that the object was deleted
 */
public record Version(String id, long sequence, boolean marker) {
    public static final String NULL = "null";

    /** What an object is that was put before its bucket kept versions. */
    public static final Version FIRST = new Version(NULL, 0, false);

    private static final int SEQUENCE_DIGITS = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}|" + NULL);

    /**
     * A version above the newest one of a key.
     *
     * @param newest that one; null when the key has none
     * @param named whether it gets an id of its own
     */
    public static Version after(
            @Nullable Version newest, boolean named, boolean marker, Instant now) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        long sequence = newest == null ? micros : Math.max(micros, newest.sequence + 1);
        return new Version(named ? name(sequence) : NULL, sequence, marker);
    }

    /** Names of newer versions come first in the order of texts, and before the null version's. */
    private static String name(long sequence) {
        return "%016x%016x"
                .formatted(Long.MAX_VALUE - sequence, ThreadLocalRandom.current().nextLong());
    }

    /** What a writer is told: the id when it is the version's own. */
    public @Nullable String named() {
        return isNull() ? null : id;
    }

    public boolean isNull() {
        return id.equals(NULL);
    }

    /**
     * The sequence of a version with this id, be it there or not; the null version's may be any.
     */
    public static long sequence(String id) {
        return id.equals(NULL)
                ? Long.MAX_VALUE
                : Long.MAX_VALUE - HexFormat.fromHexDigitsToLong(id, 0, SEQUENCE_DIGITS);
    }

    /** Whether there could be a version with this id. */
    public static boolean hasForm(String id) {
        return FORM.matcher(id).matches();
    }

    /**
     * Rejects what cannot be a version's id.
     *
     * @param argument the parameter that says it
     * @throws ServiceException InvalidArgument
     */
    public static void requireForm(String argument, String id) {
        if (!hasForm(id)) {
            throw S3Errors.invalidArgument(
                    id.isEmpty()
                            ? "Version id cannot be the empty string"
                            : "Invalid version id specified",
                    argument,
                    id);
        }
    }
}
