package dev.gatehouse.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Work that outlives the node. A message becomes due at a time, is claimed for a while, and stays
 * until it is completed: one whose claim ends without a word is due again. So each is delivered at
 * least once, and mostly once.
 *
 * <p>Messages belong to families, such as the events of one function, so that one family's many
 * messages need not be in the way of another's. Each call is a transaction of its own, unless the
 * queue is that of a {@link Transaction}.
 */
public interface Queue {

    /**
     * Adds a message.
     *
     * @param family what it is claimed by; not empty
     * @param due not delivered before
     * @param state what {@link #retry} may change; keep it small
     * @param payload never changes
     */
    void enqueue(String family, Instant due, String state, byte[] payload);

    /**
     * Claims messages of a family that are due, those that are due the longest first.
     *
     * @param until they are due again then, unless their claim is extended
     * @param most how many, at least 1
     */
    List<Message> claim(String family, Instant now, Instant until, int most);

    /** Lets claims end later; those that are lost stay so. */
    void extend(Collection<Message> claimed, Instant until);

    /** Deletes messages whose claims were not lost, and says how many. */
    int complete(Collection<Message> claimed);

    /** Has a message delivered again, unless its claim was lost. */
    void retry(Message claimed, Instant due, String state);

    /** Undoes claims, as if these messages had not been delivered. */
    void giveBack(Collection<Message> claimed, Instant due);

    /** The families that have messages, and when the first of each is due. */
    Map<String, Instant> families();

    /** How many messages there are, claimed ones included. */
    long size();
}
