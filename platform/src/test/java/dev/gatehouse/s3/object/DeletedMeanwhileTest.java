package dev.gatehouse.s3.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.S3Changes;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.ReleasedContents;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredPart;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.StoredUpload;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.multipart.UploadCatalog;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What writers meet whose bucket or upload goes between their look at it and their write. */
@Tag("node")
class DeletedMeanwhileTest {
    @TempDir private Path folder;
    private Store store;
    private Blobs blobs;
    private ObjectCatalog objects;
    private UploadCatalog uploads;

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        blobs = Blobs.open(folder.resolve("blobs"), Clock.SYSTEM);
        ReleasedContents released = new ReleasedContents(store, blobs, Clock.SYSTEM);
        objects = new ObjectCatalog(store, blobs, released, S3Changes.notifications(store));
        uploads = new UploadCatalog(store, released);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void noObjectComesIntoABucketThatIsGone() {
        assertThatThrownBy(() -> objects.put("gone", object(), WriteConditions.NONE, S3Changes.PUT))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.code()).isEqualTo("NoSuchBucket"));
        assertThat(objects.live()).isEmpty();
    }

    @Test
    void noPartComesToAnUploadThatIsOver() {
        new BucketCatalog(store)
                .create(
                        new StoredBucket(
                                "here",
                                AccountId.DEFAULT,
                                "us-east-1",
                                Instant.EPOCH,
                                StoredSettings.FRESH));
        String id =
                uploads.create("here", new StoredUpload("key", Instant.EPOCH, ObjectHeaders.NONE));
        uploads.delete("here", id);
        StoredPart late = new StoredPart(1, content(), 1, "\"tag\"", Instant.EPOCH, Map.of());

        assertThatThrownBy(() -> uploads.put("here", id, late))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.code()).isEqualTo("NoSuchUpload"));
        assertThat(objects.live()).isEmpty();
    }

    private StoredObject object() {
        return new StoredObject(
                "key",
                content(),
                1,
                "\"tag\"",
                Instant.EPOCH,
                ObjectHeaders.NONE,
                Map.of(),
                Version.FIRST);
    }

    private BlobKey content() {
        return blobs.put(new byte[] {1});
    }
}
