package dev.gatehouse.s3.object;

import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of one key. The newest is kept with those of the other keys, in the keys' order; the
 * older ones are kept by their ids. At most one is the null version. Changes are to be made in a
 * transaction.
 */
public final class KeyHistory {
    private static final Comparator<StoredObject> BY_AGE =
            Comparator.comparingLong(each -> each.version().sequence());

    private final Documents<StoredObject> newest;
    private final Documents<StoredObject> older;
    private final String id;
    private final String family;

    private KeyHistory(
            Documents<StoredObject> newest,
            Documents<StoredObject> older,
            String bucket,
            String key) {
        this.newest = newest;
        this.older = older;
        this.id = StoredObject.id(bucket, key);
        // No key's family is within another's: a line feed only ever ends a key here.
        this.family = id.replace("%", "%25").replace("\n", "%0A") + '\n';
    }

    static KeyHistory in(Transaction tx, String bucket, String key) {
        return new KeyHistory(
                tx.documents(StoredObject.NEWEST), tx.documents(StoredObject.OLDER), bucket, key);
    }

    /** To look at, not to change. */
    static KeyHistory in(Store store, String bucket, String key) {
        return new KeyHistory(
                store.documents(StoredObject.NEWEST),
                store.documents(StoredObject.OLDER),
                bucket,
                key);
    }

    /** The newest version, which may be a delete marker; empty when there is none at all. */
    public Optional<StoredObject> newest() {
        return stored().map(Stored::value);
    }

    public Optional<StoredObject> find(String version) {
        return newest().filter(each -> each.version().id().equals(version))
                .or(() -> olderNamed(version));
    }

    /** Every version, the newest first. */
    public List<StoredObject> all() {
        List<StoredObject> all = new ArrayList<>();
        newest().ifPresent(all::add);
        if (!all.isEmpty() && !all.getFirst().version().equals(Version.FIRST)) {
            older.list(StoredBucket.SCOPE, family, null, Integer.MAX_VALUE)
                    .forEach(each -> all.add(each.value()));
            all.sort(BY_AGE.reversed());
        }
        return all;
    }

    /**
     * Puts a version above all others; a null version takes the place of the one there was.
     *
     * @return the null version that was there
     */
    Optional<StoredObject> put(StoredObject object) {
        Optional<Stored<StoredObject>> present = stored();
        if (present.isEmpty()) {
            newest.insert(StoredBucket.SCOPE, id, object);
            return Optional.empty();
        }
        StoredObject before = present.get().value();
        newest.replace(StoredBucket.SCOPE, present.get(), object);
        if (before.version().isNull() && object.version().isNull()) {
            return Optional.of(before);
        }
        Optional<StoredObject> displaced = Optional.empty();
        if (object.version().isNull()) {
            displaced = olderNamed(Version.NULL);
            older.delete(StoredBucket.SCOPE, family + Version.NULL);
        }
        older.insert(StoredBucket.SCOPE, family + before.version().id(), before);
        return displaced;
    }

    /** Puts a version in the place of what it was before. */
    void replace(StoredObject changed) {
        String version = changed.version().id();
        boolean first = newest().filter(each -> each.version().id().equals(version)).isPresent();
        if (first) {
            newest.update(StoredBucket.SCOPE, id, _ -> changed);
        } else {
            older.update(StoredBucket.SCOPE, family + version, _ -> changed);
        }
    }

    /**
     * Deletes a version for good; when that was the newest, the newest of those left follows it.
     *
     * @return what was deleted; empty when there is no such version
     */
    Optional<StoredObject> delete(String version) {
        Optional<StoredObject> first = newest().filter(each -> each.version().id().equals(version));
        if (first.isEmpty()) {
            Optional<StoredObject> found = olderNamed(version);
            older.delete(StoredBucket.SCOPE, family + version);
            return found;
        }
        newest.delete(StoredBucket.SCOPE, id);
        newestOfOlder()
                .ifPresent(
                        heir -> {
                            older.delete(StoredBucket.SCOPE, family + heir.version().id());
                            newest.insert(StoredBucket.SCOPE, id, heir);
                        });
        return first;
    }

    /** Ids are in the order of age but for the null version's, which sorts behind them. */
    private Optional<StoredObject> newestOfOlder() {
        Stream<StoredObject> named =
                older.list(StoredBucket.SCOPE, family, null, 1).stream().map(Stored::value);
        return Stream.concat(named, olderNamed(Version.NULL).stream()).max(BY_AGE);
    }

    private Optional<StoredObject> olderNamed(String version) {
        return older.find(StoredBucket.SCOPE, family + version).map(Stored::value);
    }

    private Optional<Stored<StoredObject>> stored() {
        return newest.find(StoredBucket.SCOPE, id);
    }
}
