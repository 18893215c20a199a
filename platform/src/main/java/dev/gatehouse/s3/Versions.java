package dev.gatehouse.s3;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of objects in buckets that keep them. The current version is the object itself; the
 * others are here, with the markers that deleted objects leave. A marker is newer than every
 * version it stands above.
 */
final class Versions {
    private final Store store;

    Versions(Store store) {
        this.store = store;
    }

    /**
     * A version that is not the current one.
     *
     * @throws ServiceException NoSuchVersion; MethodNotAllowed for a delete marker
     */
    StoredObject get(String bucket, String key, String version) {
        StoredVersion found =
                store.documents(StoredVersion.KIND)
                        .find(StoredBucket.SCOPE, StoredVersion.documentId(bucket, key, version))
                        .map(Stored::value)
                        .orElseThrow(() -> S3Errors.noSuchVersion(key, version));
        if (found.object() == null) {
            throw new ServiceException(
                    "MethodNotAllowed",
                    405,
                    "The specified method is not allowed against this resource.");
        }
        return found.object();
    }

    static void keep(Transaction tx, String bucket, StoredVersion version) {
        tx.documents(StoredVersion.KIND)
                .insert(
                        StoredBucket.SCOPE,
                        StoredVersion.documentId(bucket, version.key(), version.id()),
                        version);
    }

    /** Deletes an object by putting a marker above its versions. */
    StoredVersion mark(String bucket, String key, Instant now) {
        StoredVersion marker = StoredVersion.marker(key, now);
        String id = StoredObject.id(bucket, key);
        store.transact(
                tx -> {
                    Documents<StoredObject> objects = tx.documents(StoredObject.KIND);
                    objects.find(StoredBucket.SCOPE, id)
                            .map(Stored::value)
                            .ifPresent(object -> keep(tx, bucket, StoredVersion.of(object)));
                    keep(tx, bucket, marker);
                    return objects.delete(StoredBucket.SCOPE, id);
                });
        return marker;
    }

    /**
     * Deletes one version for good; the newest of those left takes the place of a current one.
     *
     * @return what was deleted; empty when there is no such version
     */
    Optional<StoredVersion> delete(String bucket, String key, String version) {
        return store.transact(tx -> delete(tx, bucket, key, version));
    }

    private static Optional<StoredVersion> delete(
            Transaction tx, String bucket, String key, String version) {
        Documents<StoredObject> objects = tx.documents(StoredObject.KIND);
        Documents<StoredVersion> older = tx.documents(StoredVersion.KIND);
        String id = StoredObject.id(bucket, key);
        Optional<StoredVersion> current =
                objects.find(StoredBucket.SCOPE, id).map(Stored::value).map(StoredVersion::of);
        Optional<StoredVersion> doomed = current.filter(each -> each.id().equals(version));
        if (doomed.isPresent()) {
            objects.delete(StoredBucket.SCOPE, id);
        } else {
            String olderId = StoredVersion.documentId(bucket, key, version);
            doomed = older.find(StoredBucket.SCOPE, olderId).map(Stored::value);
            older.delete(StoredBucket.SCOPE, olderId);
        }
        if (current.isEmpty() || current.equals(doomed)) {
            promote(objects, older, bucket, key);
        }
        return doomed;
    }

    private static void promote(
            Documents<StoredObject> objects,
            Documents<StoredVersion> older,
            String bucket,
            String key) {
        List<StoredVersion> left = of(older, bucket, key);
        StoredObject newest = left.isEmpty() ? null : left.getFirst().object();
        if (newest != null) {
            older.delete(
                    StoredBucket.SCOPE,
                    StoredVersion.documentId(bucket, key, left.getFirst().id()));
            objects.insert(StoredBucket.SCOPE, StoredObject.id(bucket, key), newest);
        }
    }

    /** Every version under a prefix of keys, the current ones first among those of a key. */
    List<StoredVersion> list(String bucket, String prefix) {
        String ids = StoredObject.id(bucket, prefix);
        List<StoredVersion> all = new ArrayList<>();
        store.documents(StoredObject.KIND)
                .list(StoredBucket.SCOPE, ids, null, Integer.MAX_VALUE)
                .forEach(object -> all.add(StoredVersion.of(object.value())));
        store.documents(StoredVersion.KIND)
                .list(StoredBucket.SCOPE, ids, null, Integer.MAX_VALUE)
                .forEach(version -> all.add(version.value()));
        all.sort(Comparator.comparing(StoredVersion::key));
        return all;
    }

    void addContents(Set<BlobKey> live) {
        store.documents(StoredVersion.KIND)
                .forEach(
                        (scope, version) -> {
                            StoredObject object = version.value().object();
                            if (object != null) {
                                live.add(object.content());
                            }
                        });
    }

    /** The older versions of a key, newest first; the null version is the oldest. */
    private static List<StoredVersion> of(
            Documents<StoredVersion> versions, String bucket, String key) {
        return versions
                .list(
                        StoredBucket.SCOPE,
                        StoredVersion.documentId(bucket, key, ""),
                        null,
                        Integer.MAX_VALUE)
                .stream()
                .map(Stored::value)
                .filter(version -> version.key().equals(key))
                .toList();
    }
}
