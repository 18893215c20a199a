package dev.gatehouse.s3.object;

import dev.gatehouse.http.Body;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.ByteRange;
import dev.gatehouse.s3.content.ReleasedContents;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredPart;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of all buckets with their versions, and their contents. */
public final class ObjectCatalog {
    private final Store store;
    private final Blobs blobs;
    private final ReleasedContents released;

    public ObjectCatalog(Store store, Blobs blobs, ReleasedContents released) {
        this.store = store;
        this.blobs = blobs;
        this.released = released;
    }

    public Blobs blobs() {
        return blobs;
    }

    public KeyHistory history(String bucket, String key) {
        return KeyHistory.in(store, bucket, key);
    }

    /**
     * An object as it is or was.
     *
     * @param version its id; null for the newest
     * @throws dev.gatehouse.kernel.ServiceException NoSuchKey, NoSuchVersion; MethodNotAllowed for
     *     a version that is a delete marker
     */
    public StoredObject get(String bucket, String key, @Nullable String version) {
        return get(history(bucket, key), key, version);
    }

    private static StoredObject get(KeyHistory history, String key, @Nullable String version) {
        if (version == null) {
            StoredObject newest = history.newest().orElseThrow(() -> S3Errors.noSuchKey(key));
            if (newest.isMarker()) {
                throw S3Errors.deleted(newest);
            }
            return newest;
        }
        Version.requireForm("versionId", version);
        StoredObject found =
                history.find(version).orElseThrow(() -> S3Errors.noSuchVersion(key, version));
        if (found.isMarker()) {
            throw S3Errors.marker(found);
        }
        return found;
    }

    /**
     * Puts an object above the versions of its key, or in the place of the one before where the
     * bucket keeps none.
     *
     * @return it, with the version that it became
     */
    public StoredObject put(String bucket, StoredObject object, WriteConditions conditions) {
        return store.transact(
                tx -> {
                    StoredSettings settings = BucketCatalog.require(tx, bucket).settings();
                    KeyHistory history = KeyHistory.in(tx, bucket, object.key());
                    Optional<StoredObject> newest = history.newest();
                    conditions.check(object.key(), newest.filter(each -> !each.isMarker()));
                    StoredObject put =
                            object.as(next(settings, newest, false, object.lastModified()));
                    history.put(put).ifPresent(gone -> released.add(tx, gone.content()));
                    return put;
                });
    }

    /**
     * Gives an object, as it is or was, other tags.
     *
     * @throws dev.gatehouse.kernel.ServiceException as {@link #get} does
     */
    StoredObject tag(
            String bucket, String key, @Nullable String version, Map<String, String> tags) {
        return store.transact(
                tx -> {
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    StoredObject tagged = get(history, key, version).tagged(tags);
                    history.replace(tagged);
                    return tagged;
                });
    }

    /**
     * Deletes an object, by a marker above its versions where the bucket keeps any.
     *
     * @return the marker
     */
    public Optional<StoredObject> delete(String bucket, String key, Instant now) {
        return store.transact(
                tx -> {
                    StoredSettings settings = BucketCatalog.require(tx, bucket).settings();
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    if (!settings.versioned()) {
                        history.delete(Version.NULL)
                                .ifPresent(gone -> released.add(tx, gone.content()));
                        return Optional.empty();
                    }
                    Version version = next(settings, history.newest(), true, now);
                    StoredObject marker = StoredObject.marker(key, version, now);
                    history.put(marker).ifPresent(gone -> released.add(tx, gone.content()));
                    return Optional.of(marker);
                });
    }

    /**
     * Deletes one version for good.
     *
     * @return what was deleted; empty when there is no such version
     */
    public Optional<StoredObject> delete(String bucket, String key, String version) {
        Version.requireForm("versionId", version);
        return store.transact(
                tx -> {
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    Optional<StoredObject> deleted = history.delete(version);
                    deleted.ifPresent(gone -> released.add(tx, gone.content()));
                    // It may have come to where the sweep under way has looked already.
                    history.newest().ifPresent(heir -> blobs.renew(heir.content()));
                    return deleted;
                });
    }

    private static Version next(
            StoredSettings settings, Optional<StoredObject> newest, boolean marker, Instant now) {
        return settings.versioned()
                ? Version.after(
                        newest.map(StoredObject::version).orElse(null),
                        !settings.suspended(),
                        marker,
                        now)
                : Version.FIRST;
    }

    /** The newest versions in the order of their keys, behind {@code after}. */
    public List<StoredObject> list(String bucket, String prefix, String after, int limit) {
        return store
                .documents(StoredObject.NEWEST)
                .list(
                        StoredBucket.SCOPE,
                        StoredObject.id(bucket, prefix),
                        StoredObject.id(bucket, after),
                        limit)
                .stream()
                .map(Stored::value)
                .toList();
    }

    /** A part of a content; whoever gets it closes its file. */
    public Body.FilePart part(BlobKey content, ByteRange range) {
        try {
            FileChannel file = FileChannel.open(blobs.path(content), StandardOpenOption.READ);
            return new Body.FilePart(file, range.first(), range.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The contents that a version of an object or a part of an upload needs. A version that grows
     * old meanwhile is met in its new place if not in the former.
     */
    public Set<BlobKey> live() {
        Set<BlobKey> live = new HashSet<>();
        for (var kind : List.of(StoredObject.NEWEST, StoredObject.OLDER)) {
            store.documents(kind).forEach((scope, object) -> live.add(object.value().content()));
        }
        store.documents(StoredPart.KIND).forEach((scope, part) -> live.add(part.value().content()));
        return live;
    }
}
