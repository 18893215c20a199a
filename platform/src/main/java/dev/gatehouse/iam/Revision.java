package dev.gatehouse.iam;

import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Store;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes of what decisions are made by, so that what was compiled from it is known to
 * be old: those of this node before the calls that make them return, those of others as the store
 * hears of them.
 */
final class Revision implements ChangeFeed.Subscriber {
    private final AtomicLong changes = new AtomicLong();

    private Revision() {}

    static Revision of(Store store) {
        Revision revision = new Revision();
        store.changes()
                .subscribe(Set.of(StoredRole.KIND, StoredUser.KIND, StoredPolicy.KIND), revision);
        return revision;
    }

    @Override
    public void changed(List<DocumentChange> changed) {
        changes.incrementAndGet();
    }

    @Override
    public void missed() {
        changes.incrementAndGet();
    }

    long current() {
        return changes.get();
    }
}
