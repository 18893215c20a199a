package dev.gatehouse.identity.secret;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that secrets are encrypted with. The newest encrypts; those before decrypt what they
 * encrypted. Each is kept encrypted under the master key, and decrypted when first wanted.
 */
final class DataKeys {
    private static final int MAX_KEYS = 10_000;

    private final Store store;
    private final MasterKey master;
    private final Clock clock;
    private final Map<String, SecretKey> decrypted = new ConcurrentHashMap<>();
    private volatile @Nullable Current current;

    DataKeys(Store store, MasterKey master, Clock clock) {
        this.store = store;
        this.master = master;
        this.clock = clock;
    }

    /** The key that encrypts, and its id. */
    record Current(String id, SecretKey key) {}

    private Documents<StoredDataKey> documents() {
        return store.documents(StoredDataKey.KIND);
    }

    private static List<Stored<StoredDataKey>> all(Documents<StoredDataKey> documents) {
        return documents.list(StoredDataKey.SCOPE, "", null, MAX_KEYS);
    }

    /**
     * Whether there are any.
     *
     * @throws WrongMasterKeyException when a key is encrypted under another master key
     */
    boolean requireMaster() {
        List<Stored<StoredDataKey>> stored = all(documents());
        for (Stored<StoredDataKey> each : stored) {
            if (!each.value().master().equals(master.id())) {
                throw new WrongMasterKeyException(each.value().master(), master.id());
            }
        }
        return !stored.isEmpty();
    }

    Current current() {
        Current known = current;
        if (known == null) {
            List<Stored<StoredDataKey>> stored = all(documents());
            known = stored.isEmpty() ? first() : decrypted(stored.getLast());
            current = known;
        }
        return known;
    }

    /** The first of a store; another thread may be as fast. */
    private Current first() {
        try {
            StoredDataKey key = encrypted(AesGcm.randomKey());
            return decrypted(documents().insert(StoredDataKey.SCOPE, id(1), key));
        } catch (DuplicateDocumentException faster) {
            return decrypted(all(documents()).getLast());
        }
    }

    SecretKey find(String id) {
        SecretKey known = decrypted.get(id);
        return known != null
                ? known
                : documents()
                        .find(StoredDataKey.SCOPE, id)
                        .map(stored -> decrypted(stored).key())
                        .orElseThrow(() -> new IllegalStateException("no data key " + id));
    }

    private Current decrypted(Stored<StoredDataKey> stored) {
        byte[] encrypted = Base64.getDecoder().decode(stored.value().encrypted());
        SecretKey key =
                decrypted.computeIfAbsent(stored.id(), _ -> AesGcm.key(master.decrypt(encrypted)));
        return new Current(stored.id(), key);
    }

    private StoredDataKey encrypted(byte[] key) {
        return new StoredDataKey(
                master.id(), Base64.getEncoder().encodeToString(master.encrypt(key)), clock.now());
    }

    /**
     * Encrypts the keys of another master key under this one, and makes another that encrypts from
     * now on.
     *
     * @return how many were moved
     */
    int moveFrom(MasterKey previous) {
        List<Stored<StoredDataKey>> stored = all(documents());
        Map<Stored<StoredDataKey>, StoredDataKey> moved = new LinkedHashMap<>();
        for (Stored<StoredDataKey> each : stored) {
            if (each.value().master().equals(previous.id())) {
                byte[] encrypted = Base64.getDecoder().decode(each.value().encrypted());
                moved.put(each, encrypted(previous.decrypt(encrypted)));
            }
        }
        if (!moved.isEmpty()) {
            StoredDataKey next = encrypted(AesGcm.randomKey());
            int number = Integer.parseInt(stored.getLast().id()) + 1;
            store.transact(tx -> write(tx, moved, number, next));
            current = null;
        }
        return moved.size();
    }

    private static boolean write(
            Transaction tx,
            Map<Stored<StoredDataKey>, StoredDataKey> moved,
            int number,
            StoredDataKey next) {
        Documents<StoredDataKey> documents = tx.documents(StoredDataKey.KIND);
        moved.forEach((before, after) -> documents.replace(StoredDataKey.SCOPE, before, after));
        documents.insert(StoredDataKey.SCOPE, id(number), next);
        return true;
    }

    private static String id(int number) {
        return "%06d".formatted(number);
    }
}
