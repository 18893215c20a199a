package dev.gatehouse.store;

import java.util.regex.Pattern;

/**
 * A sort of document: its name in the database, which never changes once released, and the record
 * its JSON is read into.
 *
 * @param name lower case with dots and dashes, such as {@code iam.role}; at most 64 characters
 * @param type the record; unknown JSON members are ignored, absent ones are null
 */
public record Kind<T>(String name, Class<T> type) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    public Kind {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a kind of document: " + name);
        }
    }
}
