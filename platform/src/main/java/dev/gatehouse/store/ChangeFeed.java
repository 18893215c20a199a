package dev.gatehouse.store;

import java.util.List;
import java.util.Set;

/**
 * What is changed in a store, by whichever node: for those who compile what they keep in memory
 * from documents. Only kinds that are {@linkplain Kind#announced announced} are told.
 */
public interface ChangeFeed {
    /** Has a subscriber told of every change that is committed from now on. */
    void subscribe(Set<Kind<?>> kinds, Subscriber subscriber);

    /** Hears of changes. */
    interface Subscriber {
        /**
         * Documents changed.
         *
         * <p>Changes of this node are told before the call that made them returns, by the thread
         * that commits: so without waiting for anything, and not with another use of the store.
         * Those that were made at once may be told in either order.
         *
         * <p>Changes of other nodes are told a little later, in the order of their numbers, by the
         * feed's own thread. When that fails they are told again.
         *
         * @param changes either all of this node or all of others
         */
        void changed(List<DocumentChange> changes);

        /**
         * Changes of other nodes may have been missed: whatever was compiled is to be read again.
         * When that fails it is told again.
         */
        void missed();
    }
}
