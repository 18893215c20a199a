package dev.gatehouse.s3.listing;

import dev.gatehouse.aws.s3.CommonPrefix;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.object.ObjectCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A page of a bucket's keys, which is filled in their order until it has no room.
 *
 * @param <T> what a key is shown as
 */
final class KeyListing<T> {
    private static final int SCAN = 1_000;

    /** Sorts behind everything that starts with the same prefix. */
    private static final String BEHIND = "\uDBFF\uDFFF";

    private final String prefix;
    private final String delimiter;
    private final int limit;
    private final List<T> entries = new ArrayList<>();
    private final List<String> families = new ArrayList<>();
    private @Nullable String last;
    private boolean full;

    /**
     * @param delimiter where keys are cut into families; empty for not at all
     * @param limit how many entries and families together
     */
    KeyListing(@Nullable String prefix, @Nullable String delimiter, int limit) {
        this.prefix = prefix == null ? "" : prefix;
        this.delimiter = delimiter == null ? "" : delimiter;
        this.limit = limit;
    }

    /**
     * Shows the keys of a bucket behind the key or family {@code after}.
     *
     * @param shown what there is to show of a key, given its newest version; may be nothing
     */
    KeyListing<T> fill(
            ObjectCatalog catalog,
            String bucket,
            String after,
            Function<StoredObject, List<T>> shown) {
        String from = after.equals(family(after)) ? after + BEHIND : after;
        while (!full) {
            List<StoredObject> scanned = catalog.list(bucket, prefix, from, SCAN);
            if (scanned.isEmpty()) {
                break;
            }
            for (StoredObject newest : scanned) {
                show(newest.key(), newest, shown);
            }
            String end = scanned.getLast().key();
            from = last != null && last.equals(family(end)) ? last + BEHIND : end;
        }
        return this;
    }

    private void show(String key, StoredObject newest, Function<StoredObject, List<T>> shown) {
        String family = family(key);
        if (full || (family != null && family.equals(last))) {
            return;
        }
        if (family == null) {
            show(key, shown.apply(newest));
        } else if (!shown.apply(newest).isEmpty() && hasRoom()) {
            families.add(family);
            last = family;
        }
    }

    /** Shows what there is of one key. */
    void show(String key, List<T> more) {
        for (T each : more) {
            if (!hasRoom()) {
                return;
            }
            entries.add(each);
            last = key;
        }
    }

    private boolean hasRoom() {
        full |= entries.size() + families.size() >= limit;
        return !full;
    }

    private @Nullable String family(String key) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return null;
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? null : key.substring(0, end + delimiter.length());
    }

    List<T> entries() {
        return entries;
    }

    /** Families of keys shown as one, up to and including the delimiter. */
    List<String> families() {
        return families;
    }

    /** Those in the words of a response. */
    List<CommonPrefix> prefixes(UnaryOperator<String> encode) {
        return families.stream()
                .map(each -> CommonPrefix.builder().prefix(encode.apply(each)).build())
                .toList();
    }

    /** The key or family shown last, when there is more behind it; null otherwise. */
    @Nullable String next() {
        return isTruncated() ? last : null;
    }

    boolean isTruncated() {
        return full && limit > 0;
    }
}
