package dev.gatehouse.s3.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.s3.S3Changes;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.s3.object.WriteConditions;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long contents stay that no object has any more. */
@Tag("node")
class ReleasedContentsTest {
    private static final Duration SOON = ReleasedContents.GRACE.plusSeconds(1);

    @TempDir private Path folder;
    private final TurnableClock clock = new TurnableClock();
    private SqlStore store;
    private Blobs blobs;
    private ReleasedContents released;
    private ObjectCatalog objects;

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        blobs = Blobs.open(folder.resolve("blobs"), clock);
        released = new ReleasedContents(store, blobs, clock);
        objects = new ObjectCatalog(store, blobs, released, S3Changes.notifications(store));
        new BucketCatalog(store)
                .create(
                        new StoredBucket(
                                "here",
                                AccountId.DEFAULT,
                                "us-east-1",
                                Instant.EPOCH,
                                StoredSettings.FRESH));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aReplacedContentGoesAMinuteLater() {
        BlobKey first = put("key", "first");
        BlobKey second = put("key", "second");
        assertThat(drop()).isZero();
        clock.turn(SOON);
        assertThat(drop()).isEqualTo(1);
        assertThat(isKept(first)).isFalse();
        assertThat(isKept(second)).isTrue();
    }

    @Test
    void aDeletedContentGoesAMinuteLater() {
        BlobKey content = put("key", "content");
        objects.delete("here", "key", clock.now(), S3Changes.PUT.request());
        clock.turn(SOON);
        assertThat(drop()).isEqualTo(1);
        assertThat(isKept(content)).isFalse();
    }

    @Test
    void aContentThatAnotherObjectHasStays() {
        BlobKey content = put("key", "content");
        put("other", "content");
        objects.delete("here", "key", clock.now(), S3Changes.PUT.request());
        clock.turn(SOON);
        assertThat(drop()).isZero();
        assertThat(isKept(content)).isTrue();
    }

    @Test
    void aContentThatIsPutAgainStays() {
        BlobKey content = put("key", "content");
        objects.delete("here", "key", clock.now(), S3Changes.PUT.request());
        clock.turn(SOON);
        blobs.put("content".getBytes(StandardCharsets.UTF_8));
        assertThat(drop()).isZero();
        assertThat(isKept(content)).isTrue();
    }

    private int drop() {
        return released.drop(objects::live);
    }

    private boolean isKept(BlobKey content) {
        return Files.exists(blobs.path(content));
    }

    private BlobKey put(String key, String text) {
        BlobKey content = blobs.put(text.getBytes(StandardCharsets.UTF_8));
        objects.put(
                "here",
                new StoredObject(
                        key,
                        content,
                        text.length(),
                        "\"tag\"",
                        clock.now(),
                        ObjectHeaders.NONE,
                        Map.of(),
                        Version.FIRST),
                WriteConditions.NONE,
                S3Changes.PUT);
        return content;
    }
}
