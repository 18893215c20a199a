package dev.gatehouse.s3.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The versions of a key beside a plain list of them, the newest first. */
@Tag("node")
class KeyHistoryTest {
    private static final int WALKS = 60;
    private static final int STEPS = 40;
    private static final BlobKey CONTENT = new BlobKey("0".repeat(64));

    @TempDir private Path folder;

    @Test
    void isAListOfVersionsWithAtMostOneNullVersion() {
        try (Store store = SqlStore.open("sqlite:" + folder.resolve("store.db"))) {
            for (int seed = 0; seed < WALKS; seed++) {
                Random random = new Random(seed);
                String key = "key%\n" + seed;
                store.transact(
                        tx -> {
                            walk(random, key, KeyHistory.in(tx, "bucket", key));
                            return null;
                        });
            }
        }
    }

    private static void walk(Random random, String key, KeyHistory history) {
        List<StoredObject> model = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) > 0) {
                put(random, key, history, model);
            } else {
                delete(random, history, model);
            }
            retag(random, step, history, model);
            assertThat(history.all()).isEqualTo(model);
            assertThat(history.newest()).isEqualTo(model.stream().findFirst());
            model.forEach(each -> assertThat(history.find(each.version().id())).contains(each));
        }
    }

    /** The clock stands still, and goes back at times. */
    private static void put(
            Random random, String key, KeyHistory history, List<StoredObject> model) {
        Version newest = model.isEmpty() ? null : model.getFirst().version();
        Instant now = Instant.ofEpochSecond(random.nextInt(2));
        boolean named = random.nextBoolean();
        StoredObject object =
                new StoredObject(
                        key,
                        CONTENT,
                        random.nextInt(),
                        "tag",
                        now,
                        ObjectHeaders.NONE,
                        Map.of(),
                        Version.after(newest, named, random.nextBoolean(), now));
        history.put(object);
        if (!named) {
            model.removeIf(each -> each.version().isNull());
        }
        model.addFirst(object);
    }

    private static void delete(Random random, KeyHistory history, List<StoredObject> model) {
        if (model.isEmpty()) {
            assertThat(history.delete(Version.NULL)).isEmpty();
            return;
        }
        StoredObject doomed = model.remove(random.nextInt(model.size()));
        assertThat(history.delete(doomed.version().id())).contains(doomed);
    }

    private static void retag(
            Random random, int step, KeyHistory history, List<StoredObject> model) {
        if (!model.isEmpty()) {
            int index = random.nextInt(model.size());
            StoredObject tagged = model.get(index).tagged(Map.of("step", String.valueOf(step)));
            model.set(index, tagged);
            history.replace(tagged);
        }
    }
}
