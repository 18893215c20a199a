package dev.gatehouse.store;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sort of document: its name in the database, which never changes once released, and the record
 * its JSON is read into.
 *
 * @param name lower case with dots and dashes, such as {@code iam.role}; at most 64 characters
 * @param type the record; unknown JSON members are ignored, absent ones are null
 * @param announced whether changes are told to subscribers, also those of other nodes
 */
public record Kind<T>(String name, Class<T> type, boolean announced) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    public Kind {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a kind of document: " + name);
        }
    }

    /**
     * Written out: what a record is given is linked at run time, which each start would wait for.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Kind<?> kind && kind.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** A kind whose changes have no subscribers. */
    public Kind(String name, Class<T> type) {
        this(name, type, false);
    }

    /** A kind of document that plans and the like are compiled from. */
    public static <T> Kind<T> announced(String name, Class<T> type) {
        return new Kind<>(name, type, true);
    }
}
