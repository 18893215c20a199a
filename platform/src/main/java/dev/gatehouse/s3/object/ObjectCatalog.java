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
import dev.gatehouse.s3.notification.Notifications;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The objects of all buckets with their versions, and their contents. */
public final class ObjectCatalog {
    private final Store store;
    private final Blobs blobs;
    private final ReleasedContents released;
    private final Notifications notifications;

    public ObjectCatalog(
            Store store, Blobs blobs, ReleasedContents released, Notifications notifications) {
        this.store = store;
        this.blobs = blobs;
        this.released = released;
        this.notifications = notifications;
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
    public StoredObject put(
            String bucket, StoredObject object, WriteConditions conditions, ObjectChange change) {
        return changed(
                bucket,
                (tx, in) -> {
                    StoredSettings settings = in.settings();
                    KeyHistory history = KeyHistory.in(tx, bucket, object.key());
                    Optional<StoredObject> newest = history.newest();
                    conditions.check(object.key(), newest.filter(each -> !each.isMarker()));
                    StoredObject put =
                            object.as(next(settings, newest, false, object.lastModified()));
                    history.put(put).ifPresent(gone -> released.add(tx, gone.content()));
                    notifications.add(tx, in, put, change);
                    return put;
                });
    }

    /**
     * Gives an object, as it is or was, other tags.
     *
     * @throws dev.gatehouse.kernel.ServiceException as {@link #get} does
     */
    StoredObject tag(
            String bucket,
            String key,
            @Nullable String version,
            Map<String, String> tags,
            ObjectChange change) {
        return changed(
                bucket,
                (tx, in) -> {
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    StoredObject tagged = get(history, key, version).tagged(tags);
                    history.replace(tagged);
                    notifications.add(tx, in, tagged, change);
                    return tagged;
                });
    }

    /**
     * Deletes an object, by a marker above its versions where the bucket keeps any.
     *
     * @return the marker
     */
    public Optional<StoredObject> delete(
            String bucket, String key, Instant now, RequestContext by) {
        return changed(
                bucket,
                (tx, in) -> {
                    StoredSettings settings = in.settings();
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    if (!settings.versioned()) {
                        history.delete(Version.NULL).ifPresent(gone -> gone(tx, in, gone, by));
                        return Optional.empty();
                    }
                    Version version = next(settings, history.newest(), true, now);
                    StoredObject marker = StoredObject.marker(key, version, now);
                    history.put(marker).ifPresent(gone -> released.add(tx, gone.content()));
                    notifications.add(
                            tx,
                            in,
                            marker,
                            new ObjectChange(ObjectEvent.DELETE_MARKER_CREATED, by));
                    return Optional.of(marker);
                });
    }

    /**
     * Deletes one version for good.
     *
     * @return what was deleted; empty when there is no such version
     */
    public Optional<StoredObject> delete(
            String bucket, String key, String version, RequestContext by) {
        Version.requireForm("versionId", version);
        return changed(
                bucket,
                (tx, in) -> {
                    KeyHistory history = KeyHistory.in(tx, bucket, key);
                    Optional<StoredObject> deleted = history.delete(version);
                    deleted.ifPresent(gone -> gone(tx, in, gone, by));
                    // It may have come to where the sweep under way has looked already.
                    history.newest().ifPresent(heir -> blobs.renew(heir.content()));
                    return deleted;
                });
    }

    /** An object is deleted for good. */
    private void gone(Transaction tx, StoredBucket bucket, StoredObject gone, RequestContext by) {
        released.add(tx, gone.content());
        notifications.add(tx, bucket, gone, new ObjectChange(ObjectEvent.DELETE, by));
    }

    /** Changes objects of a bucket, and has told what the bucket tells of it. */
    private <T> T changed(String name, BiFunction<Transaction, StoredBucket, T> change) {
        AtomicReference<@Nullable StoredBucket> bucket = new AtomicReference<>();
        T result =
                store.transact(
                        tx -> {
                            StoredBucket in = BucketCatalog.require(tx, name);
                            bucket.set(in);
                            return change.apply(tx, in);
                        });
        notifications.tell(Objects.requireNonNull(bucket.get()));
        return result;
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

    /** A part of a content; its receiver closes the file. */
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
