package dev.gatehouse.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a bucket's keys.
 *
 * @param objects objects shown by themselves
 * @param prefixes families shown as one, up to and including the delimiter
 * @param last the key or prefix shown last
 * @param truncated whether there is more behind it
 */
record KeyListing(
        List<StoredObject> objects,
        List<String> prefixes,
        @Nullable String last,
        boolean truncated) {
    private static final int SCAN = 1_000;

    /** Sorts behind everything that starts with the same prefix. */
    private static final String BEHIND = "\uDBFF\uDFFF";

    /**
     * @param delimiter where keys are cut into families; empty for not at all
     * @param after the key or prefix the page begins behind
     * @param limit how many objects and prefixes together
     */
    static KeyListing of(
            ObjectCatalog catalog,
            String bucket,
            String prefix,
            String delimiter,
            String after,
            int limit) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String from = after.equals(family(prefix, delimiter, after)) ? after + BEHIND : after;
        String last = null;
        List<StoredObject> scanned = catalog.list(bucket, prefix, from, SCAN);
        while (!scanned.isEmpty()) {
            for (StoredObject object : scanned) {
                String family = family(prefix, delimiter, object.key());
                if (family != null && family.equals(last)) {
                    continue;
                }
                if (objects.size() + prefixes.size() >= limit) {
                    return new KeyListing(objects, prefixes, last, limit > 0);
                }
                if (family == null) {
                    objects.add(object);
                    last = object.key();
                    from = object.key();
                } else {
                    prefixes.add(family);
                    last = family;
                    from = family + BEHIND;
                }
            }
            scanned = catalog.list(bucket, prefix, from, SCAN);
        }
        return new KeyListing(objects, prefixes, last, false);
    }

    private static @Nullable String family(String prefix, String delimiter, String key) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return null;
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? null : key.substring(0, end + delimiter.length());
    }
}
