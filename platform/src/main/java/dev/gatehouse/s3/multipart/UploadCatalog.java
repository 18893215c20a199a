package dev.gatehouse.s3.multipart;

import dev.gatehouse.aws.s3.CompletedPart;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.Checksums;
import dev.gatehouse.s3.content.ReleasedContents;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredPart;
import dev.gatehouse.s3.model.StoredUpload;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The multipart uploads under way, and their parts. */
public final class UploadCatalog {
    static final int PARTS_MAX = 10_000;
    private static final long PART_BYTES_MIN = 5L << 20;

    private final Store store;
    private final ReleasedContents released;

    public UploadCatalog(Store store, ReleasedContents released) {
        this.store = store;
        this.released = released;
    }

    public String create(String bucket, StoredUpload upload) {
        String uploadId = UUID.randomUUID().toString().replace("-", "");
        store.transact(
                tx -> {
                    BucketCatalog.require(tx, bucket);
                    return tx.documents(StoredUpload.KIND)
                            .insert(StoredBucket.SCOPE, id(bucket, uploadId), upload);
                });
        return uploadId;
    }

    public StoredUpload get(String bucket, String key, String uploadId) {
        return store.documents(StoredUpload.KIND)
                .find(StoredBucket.SCOPE, id(bucket, uploadId))
                .map(Stored::value)
                .filter(upload -> upload.key().equals(key))
                .orElseThrow(() -> S3Errors.noSuchUpload(uploadId));
    }

    /**
     * Keeps a part in the place of the one with the same number, unless the upload ended meanwhile:
     * nothing would ever take the part away again.
     */
    public void put(String bucket, String uploadId, StoredPart part) {
        String upload = id(bucket, uploadId);
        String id = StoredPart.id(upload, part.number());
        store.transact(
                tx -> {
                    if (tx.documents(StoredUpload.KIND)
                            .find(StoredBucket.SCOPE, upload)
                            .isEmpty()) {
                        throw S3Errors.noSuchUpload(uploadId);
                    }
                    return put(tx, id, part);
                });
    }

    List<StoredPart> parts(String bucket, String uploadId) {
        return store
                .documents(StoredPart.KIND)
                .list(StoredBucket.SCOPE, id(bucket, uploadId) + "/", null, PARTS_MAX)
                .stream()
                .map(Stored::value)
                .toList();
    }

    /** The parts a client names to complete an upload, checked as S3 does. */
    List<StoredPart> chosen(String bucket, String uploadId, @Nullable List<CompletedPart> asked) {
        if (asked == null || asked.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        Map<Integer, StoredPart> present =
                parts(bucket, uploadId).stream()
                        .collect(Collectors.toMap(StoredPart::number, Function.identity()));
        List<StoredPart> chosen = new ArrayList<>();
        int before = 0;
        for (CompletedPart each : asked) {
            int number = Objects.requireNonNullElse(each.partNumber(), 0);
            if (number <= before) {
                throw S3Errors.badRequest(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by"
                                + " part number.");
            }
            before = number;
            StoredPart part = present.get(number);
            if (part == null
                    || !sameTag(part.eTag(), each.eTag())
                    || !part.hasChecksums(Checksums.sent(each))) {
                throw invalidPart();
            }
            chosen.add(part);
        }
        checkSizes(chosen);
        return chosen;
    }

    /** Joins parts into one content, without holding them in memory. */
    BlobKey joined(Blobs blobs, List<StoredPart> parts) {
        Iterator<StoredPart> left = parts.iterator();
        Enumeration<InputStream> contents =
                new Enumeration<>() {
                    @Override
                    public boolean hasMoreElements() {
                        return left.hasNext();
                    }

                    @Override
                    public InputStream nextElement() {
                        return blobs.open(left.next().content());
                    }
                };
        try (InputStream all = new SequenceInputStream(contents)) {
            return blobs.put(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String bucket, String uploadId) {
        store.transact(
                tx -> {
                    String family = id(bucket, uploadId) + "/";
                    Documents<StoredPart> parts = tx.documents(StoredPart.KIND);
                    parts.list(StoredBucket.SCOPE, family, null, PARTS_MAX)
                            .forEach(part -> released.add(tx, part.value().content()));
                    parts.deleteAll(StoredBucket.SCOPE, family);
                    return tx.documents(StoredUpload.KIND)
                            .delete(StoredBucket.SCOPE, id(bucket, uploadId));
                });
    }

    private boolean put(Transaction tx, String id, StoredPart part) {
        Documents<StoredPart> parts = tx.documents(StoredPart.KIND);
        parts.find(StoredBucket.SCOPE, id)
                .ifPresent(before -> released.add(tx, before.value().content()));
        parts.delete(StoredBucket.SCOPE, id);
        parts.insert(StoredBucket.SCOPE, id, part);
        return true;
    }

    private static void checkSizes(List<StoredPart> parts) {
        for (StoredPart part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < PART_BYTES_MIN) {
                throw S3Errors.badRequest(
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size");
            }
        }
    }

    private static boolean sameTag(String tag, @Nullable String asked) {
        return asked != null && asked.replace("\"", "").equals(tag.replace("\"", ""));
    }

    private static ServiceException invalidPart() {
        return S3Errors.badRequest(
                "InvalidPart",
                "One or more of the specified parts could not be found. The part may not have"
                        + " been uploaded, or the specified entity tag may not match the part's"
                        + " entity tag.");
    }

    private static String id(String bucket, String uploadId) {
        return bucket + '/' + uploadId;
    }
}
