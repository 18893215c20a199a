package dev.gatehouse.store.sql;

import dev.gatehouse.store.ChangeFeed.Subscriber;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of which changes. */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final List<Subscription> all = new CopyOnWriteArrayList<>();

    private record Subscription(Set<String> kinds, Subscriber subscriber) {
        void tell(List<DocumentChange> changes) {
            List<DocumentChange> wanted =
                    changes.stream().filter(change -> kinds.contains(change.kind())).toList();
            if (!wanted.isEmpty()) {
                subscriber.changed(wanted);
            }
        }
    }

    /**
     * @throws IllegalArgumentException for kinds that are not announced
     */
    void add(Set<Kind<?>> kinds, Subscriber subscriber) {
        for (Kind<?> kind : kinds) {
            if (!kind.announced()) {
                throw new IllegalArgumentException("changes are not announced: " + kind.name());
            }
        }
        all.add(
                new Subscription(
                        kinds.stream().map(Kind::name).collect(Collectors.toUnmodifiableSet()),
                        subscriber));
    }

    /** Tells what a transaction of this node changed; what fails at it is the subscriber's. */
    void tellOwn(List<DocumentChange> changes) {
        for (Subscription each : all) {
            try {
                each.tell(changes);
            } catch (RuntimeException fault) {
                LOG.error("A subscriber failed at a change of the store", fault);
            }
        }
    }

    /** Tells what other nodes changed; fails as soon as a subscriber does. */
    void tellOthers(List<DocumentChange> changes) {
        all.forEach(each -> each.tell(changes));
    }

    /** Tells that something may have been missed; fails as soon as a subscriber does. */
    void tellMissed() {
        all.forEach(each -> each.subscriber().missed());
    }
}
