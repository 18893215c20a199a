package dev.gatehouse.identity.secret;

/** What data keys are encrypted under. It is not in the store. */
public interface MasterKey {

    /** Tells it from others, and nothing else of it. */
    String id();

    /** Encrypts a data key. May block. */
    byte[] encrypt(byte[] dataKey);

    /**
     * Decrypts what {@link #encrypt} made. May block.
     *
     * @throws IllegalStateException when it was made by another key
     */
    byte[] decrypt(byte[] encrypted);
}
