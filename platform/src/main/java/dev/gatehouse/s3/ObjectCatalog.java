package dev.gatehouse.s3;

import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
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
    private final Blobs blobs;

    ObjectCatalog(Store store, Blobs blobs) {
        this.store = store;
        this.objects = store.documents(StoredObject.KIND);
        this.blobs = blobs;
    }

    Blobs blobs() {
        return blobs;
    }

    StoredObject get(String bucket, String key) {
        return find(bucket, key).orElseThrow(() -> S3Errors.noSuchKey(key));
    }

    Optional<StoredObject> find(String bucket, String key) {
        return objects.find(StoredBucket.SCOPE, StoredObject.id(bucket, key)).map(Stored::value);
    }

    /**
     * Puts an object in the place of the one before.
     *
     * @param condition looks at the one before, or null, and throws to stop
     */
    void put(String bucket, StoredObject object, Consumer<@Nullable StoredObject> condition) {
        String id = StoredObject.id(bucket, object.key());
        store.transact(tx -> put(tx, id, object, condition));
    }

    private static boolean put(
            Transaction tx,
            String id,
            StoredObject object,
            Consumer<@Nullable StoredObject> condition) {
        Documents<StoredObject> inside = tx.documents(StoredObject.KIND);
        Optional<Stored<StoredObject>> present = inside.find(StoredBucket.SCOPE, id);
        condition.accept(present.map(Stored::value).orElse(null));
        if (present.isPresent()) {
            inside.replace(StoredBucket.SCOPE, present.get(), object);
        } else {
            inside.insert(StoredBucket.SCOPE, id, object);
        }
        return true;
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

    /** The contents that an object or a part of an upload needs. */
    Set<BlobKey> live() {
        Set<BlobKey> live = new HashSet<>();
        objects.forEach((scope, object) -> live.add(object.value().content()));
        store.documents(StoredPart.KIND).forEach((scope, part) -> live.add(part.value().content()));
        return live;
    }
}
