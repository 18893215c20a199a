package dev.gatehouse.iam.repository;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.KeyUses;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When users' access keys were used last. A use costs a map's operation; what is new is written
 * once a minute, and when the node stops.
 */
public final class LastUses implements KeyUses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Store store;
    private final Clock clock;
    private final Map<String, StoredKeyUse> unwritten = new ConcurrentHashMap<>();
    private final Thread thread;

    public LastUses(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("key-uses").start(this::run);
    }

    @Override
    public void used(Credentials key, String service, String region) {
        boolean ofUser = key.principal().kind() == PrincipalKind.USER && key.sessionToken() == null;
        if (ofUser) {
            unwritten.put(
                    key.accessKeyId(),
                    new StoredKeyUse(clock.now().truncatedTo(ChronoUnit.SECONDS), service, region));
        }
    }

    /** A key's last use; empty when it was never used. */
    public Optional<StoredKeyUse> find(String accessKeyId) {
        return Optional.ofNullable(unwritten.get(accessKeyId))
                .or(() -> documents().find(StoredKeyUse.SCOPE, accessKeyId).map(Stored::value));
    }

    private Documents<StoredKeyUse> documents() {
        return store.documents(StoredKeyUse.KIND);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                write();
            }
        } catch (InterruptedException closed) {
            // What is left is written by close.
        }
    }

    private void write() {
        try {
            unwritten.forEach(this::writeOne);
        } catch (RuntimeException e) {
            LOG.warn("last uses of access keys could not be written", e);
        }
    }

    /** Of keys that are still there: a use may come after its key was deleted. */
    private void writeOne(String id, StoredKeyUse use) {
        Documents<StoredKeyUse> documents = documents();
        boolean there =
                store.documents(StoredAccessKey.KIND).find(StoredAccessKey.SCOPE, id).isPresent();
        if (there && documents.update(StoredKeyUse.SCOPE, id, _ -> use).isEmpty()) {
            try {
                documents.insert(StoredKeyUse.SCOPE, id, use);
            } catch (DuplicateDocumentException faster) {
                return;
            }
        }
        unwritten.remove(id, use);
    }

    @Override
    public void close() {
        thread.interrupt();
        write();
    }
}
