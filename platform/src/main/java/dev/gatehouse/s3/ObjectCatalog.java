package dev.gatehouse.s3;

import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The objects of all buckets, and their contents. */
final class ObjectCatalog {
    private final Store store;
    private final Documents<StoredObject> objects;
    private final Versions versions;
    private final Blobs blobs;

    ObjectCatalog(Store store, Blobs blobs) {
        this.store = store;
        this.objects = store.documents(StoredObject.KIND);
        this.versions = new Versions(store);
        this.blobs = blobs;
    }

    Blobs blobs() {
        return blobs;
    }

    Versions versions() {
        return versions;
    }

    private Optional<StoredObject> find(String bucket, String key) {
        return objects.find(StoredBucket.SCOPE, StoredObject.id(bucket, key)).map(Stored::value);
    }

    /**
     * An object as it is or was.
     *
     * @param version its id; null for the current one
     */
    StoredObject get(String bucket, String key, @Nullable String version) {
        Optional<StoredObject> current = find(bucket, key);
        if (version == null) {
            return current.orElseThrow(() -> S3Errors.noSuchKey(key));
        }
        return current.filter(object -> object.version().equals(version))
                .orElseGet(() -> versions.get(bucket, key, version));
    }

    /**
     * Puts an object in the place of the one before, which stays as an older version when the
     * object has a version's id.
     *
     * @param condition looks at the one before, or null, and throws to stop
     */
    void put(String bucket, StoredObject object, Consumer<@Nullable StoredObject> condition) {
        String id = StoredObject.id(bucket, object.key());
        store.transact(
                tx -> {
                    BucketCatalog.require(tx, bucket);
                    Documents<StoredObject> inside = tx.documents(StoredObject.KIND);
                    Optional<Stored<StoredObject>> present = inside.find(StoredBucket.SCOPE, id);
                    condition.accept(present.map(Stored::value).orElse(null));
                    if (present.isEmpty()) {
                        return inside.insert(StoredBucket.SCOPE, id, object);
                    }
                    if (object.versionId() != null) {
                        Versions.keep(tx, bucket, StoredVersion.of(present.get().value()));
                    }
                    return inside.replace(StoredBucket.SCOPE, present.get(), object);
                });
    }

    void delete(String bucket, String key) {
        objects.delete(StoredBucket.SCOPE, StoredObject.id(bucket, key));
    }

    /** Objects in the order of their keys, behind {@code after}. */
    List<StoredObject> list(String bucket, String prefix, String after, int limit) {
        return objects
                .list(
                        StoredBucket.SCOPE,
                        StoredObject.id(bucket, prefix),
                        StoredObject.id(bucket, after),
                        limit)
                .stream()
                .map(Stored::value)
                .toList();
    }

    byte[] read(BlobKey content, ByteRange range) {
        byte[] bytes = new byte[range.length()];
        try (RandomAccessFile file = new RandomAccessFile(blobs.path(content).toFile(), "r")) {
            file.seek(range.first());
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contents that an object, an older version or a part of an upload needs. */
    Set<BlobKey> live() {
        Set<BlobKey> live = new HashSet<>();
        objects.forEach((scope, object) -> live.add(object.value().content()));
        versions.addContents(live);
        store.documents(StoredPart.KIND).forEach((scope, part) -> live.add(part.value().content()));
        return live;
    }
}
