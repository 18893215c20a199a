package dev.gatehouse.store;

/** A message of a {@link Queue}, as it was claimed. */
public final class Message {
    private final long id;
    private final long lease;
    private final int deliveries;
    private final String state;
    private final byte[] payload;

    /**
     * @param id its id in the database
     * @param lease tells this claim from others of the message
     * @param deliveries how often it was claimed since it was added or last retried, this claim
     *     included
     * @param state what may change from delivery to delivery
     * @param payload what never does; not copied
     */
    public Message(long id, long lease, int deliveries, String state, byte[] payload) {
        this.id = id;
        this.lease = lease;
        this.deliveries = deliveries;
        this.state = state;
        this.payload = payload;
    }

    public long id() {
        return id;
    }

    public long lease() {
        return lease;
    }

    /** Above 1 once a claim ended without a word, as when a node was killed. */
    public int deliveries() {
        return deliveries;
    }

    public String state() {
        return state;
    }

    /** Not copied: read it only. */
    public byte[] payload() {
        return payload;
    }
}
