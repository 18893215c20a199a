package dev.gatehouse.s3.bucket;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredPart;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.StoredUpload;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The buckets of all accounts. */
public final class BucketCatalog {
    private final Store store;
    private final Documents<StoredBucket> buckets;

    public BucketCatalog(Store store) {
        this.store = store;
        this.buckets = store.documents(StoredBucket.KIND);
    }

    /**
     * The bucket; whether the caller may use it was decided before.
     *
     * @param expectedOwner the account that the client says must own it, or null
     */
    public StoredBucket get(RequestContext context, String name, @Nullable String expectedOwner) {
        StoredBucket bucket = find(name).orElseThrow(() -> S3Errors.noSuchBucket(name));
        if (expectedOwner != null && !expectedOwner.equals(bucket.account().value())) {
            throw new ServiceException("AccessDenied", 403, "Access Denied");
        }
        return bucket;
    }

    public Optional<StoredBucket> find(String name) {
        return buckets.find(StoredBucket.SCOPE, name).map(Stored::value);
    }

    /** Changes what is set for a bucket. */
    public void set(String name, UnaryOperator<StoredSettings> change) {
        Optional<Stored<StoredBucket>> changed =
                buckets.update(
                        StoredBucket.SCOPE,
                        name,
                        bucket -> bucket.with(change.apply(bucket.settings())));
        if (changed.isEmpty()) {
            throw S3Errors.noSuchBucket(name);
        }
    }

    /**
     * Rejects to go on with a bucket that was deleted meanwhile: what it got would belong to no
     * bucket.
     */
    public static StoredBucket require(Transaction tx, String name) {
        return tx.documents(StoredBucket.KIND)
                .find(StoredBucket.SCOPE, name)
                .map(Stored::value)
                .orElseThrow(() -> S3Errors.noSuchBucket(name));
    }

    public List<StoredBucket> list(AccountId account) {
        return buckets.list(StoredBucket.SCOPE, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .filter(bucket -> bucket.account().equals(account))
                .toList();
    }

    /** Adds a bucket; your own in us-east-1 may be made again, as AWS has it since ever. */
    public void create(StoredBucket bucket) {
        try {
            buckets.insert(StoredBucket.SCOPE, bucket.name(), bucket);
        } catch (DuplicateDocumentException e) {
            Optional<StoredBucket> present =
                    buckets.find(StoredBucket.SCOPE, bucket.name()).map(Stored::value);
            if (present.isEmpty() || !present.get().account().equals(bucket.account())) {
                throw exists(
                        "BucketAlreadyExists",
                        bucket.name(),
                        "The requested bucket name is not available. The bucket namespace is"
                                + " shared by all users of the system. Please select a different"
                                + " name and try again.");
            }
            if (!bucket.region().equals("us-east-1")
                    || !present.get().region().equals("us-east-1")) {
                throw exists(
                        "BucketAlreadyOwnedByYou",
                        bucket.name(),
                        "Your previous request to create the named bucket succeeded and you"
                                + " already own it.");
            }
        }
    }

    /**
     * Deletes a bucket that has no version of any object, with the uploads that were never
     * completed.
     */
    public void delete(String name) {
        store.transact(tx -> delete(tx, name));
    }

    private static boolean delete(Transaction tx, String name) {
        String objects = name + "/";
        if (tx.documents(StoredObject.NEWEST).count(StoredBucket.SCOPE, objects) > 0) {
            throw new ServiceException(
                    "BucketNotEmpty",
                    409,
                    "The bucket you tried to delete is not empty",
                    Map.of("BucketName", name));
        }
        tx.documents(StoredUpload.KIND).deleteAll(StoredBucket.SCOPE, objects);
        tx.documents(StoredPart.KIND).deleteAll(StoredBucket.SCOPE, objects);
        return tx.documents(StoredBucket.KIND).delete(StoredBucket.SCOPE, name);
    }

    private static ServiceException exists(String code, String name, String message) {
        return new ServiceException(code, 409, message, Map.of("BucketName", name));
    }
}
